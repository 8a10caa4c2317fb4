"""Who may make an account, and the invitations that let people in."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused

from ..models import CommunityInvitation, Member
from ..rules import can_invite_to_community

INVITATION_DAYS = 90  # at most
MOST_OPEN = 500
HELD = "community_invitation"  # where a session keeps the token that somebody came with
SALT = "members.community-invitation"


@transaction.atomic
def invite_to_community(
    *, by: Member, days: int = 14, most_uses: int = 1, address: str = "", domain: str = ""
) -> CommunityInvitation:
    """Let somebody make an account for `days` (1 to 90): one address, or whoever holds the link."""
    if not can_invite_to_community(by):
        raise Refused(_("You cannot invite people to this community."))
    if CommunityInvitation.objects.usable().count() >= MOST_OPEN:
        raise Refused(_("There are many open invitations. Take some back first."))
    return CommunityInvitation.objects.create(
        made_by=by, address=address.casefold(), domain="" if address else domain.casefold(),
        most_uses=1 if address else most_uses,
        expires_at=timezone.now() + timedelta(days=min(days, INVITATION_DAYS)),
    )  # fmt: skip


@transaction.atomic
def revoke_community_invitation(
    invitation: CommunityInvitation, *, by: Member
) -> CommunityInvitation:
    """Take an invitation back; who came in by it stays."""
    invitation = CommunityInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not can_invite_to_community(by):
        raise Refused(_("You cannot take this invitation back."))
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


def community_token(invitation: CommunityInvitation) -> str:
    """What the link of an invitation holds: a signature, of which nothing is stored."""
    return signing.Signer(salt=SALT).sign_object(invitation.pk)


def read_community_token(token: str) -> CommunityInvitation | None:
    """The invitation that a token is for, usable or not; None for what we never made."""
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return CommunityInvitation.objects.filter(pk=pk).first()


def way_in(email: str, *, token: str = "") -> CommunityInvitation | None:
    """The invitation by which an address may sign up, or None where it needs none.

    Raises Refused with what to do instead. The answer knows nothing of who has an account.
    """
    invitation = read_community_token(token)
    is_usable = (
        invitation and CommunityInvitation.objects.usable().filter(pk=invitation.pk).exists()
    )
    if settings.SIGNUP_MODE == "closed":
        raise Refused(_("New accounts are closed for now."))
    if invitation and is_usable and invitation.fits(email):
        return invitation
    if settings.SIGNUP_MODE == "open" or _is_of_a_domain(email):
        return None
    raise Refused(_why_not(invitation, bool(is_usable)))


@transaction.atomic
def use_way_in(email: str, *, token: str = "") -> None:
    """Count a sign-up on its invitation. Call it in the transaction that makes the account.

    Of two who use the last place of an invitation at once, the second waits here and is refused.
    """
    if (invitation := way_in(email, token=token)) is None:
        return
    CommunityInvitation.objects.select_for_update().get(pk=invitation.pk)
    if way_in(email, token=token) is None:  # used up while we waited, and not needed
        return
    invitation.refresh_from_db()
    invitation.uses += 1
    invitation.save(update_fields=["uses"])


def _is_of_a_domain(email: str) -> bool:
    domain = email.casefold().rpartition("@")[2]
    return settings.SIGNUP_MODE == "domain" and domain in settings.SIGNUP_DOMAINS


def _why_not(invitation: CommunityInvitation | None, is_usable: bool) -> str:
    if invitation and not is_usable:
        return _("This invitation no longer works. Ask for a new one.")
    if invitation and invitation.domain:
        facts = {"domain": invitation.domain}
        return _("This invitation is for addresses that end in @%(domain)s.") % facts
    if invitation:
        return _("This invitation is for another address. Use the one that it was sent to.")
    if settings.SIGNUP_MODE == "domain":
        named = ", ".join(f"@{domain}" for domain in settings.SIGNUP_DOMAINS)
        return _("Use an address that ends in %(domains)s.") % {"domains": named}
    return _("One needs an invitation to make an account here.")
