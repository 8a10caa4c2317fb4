"""Invitations: links and letters that open a group to somebody."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import rules
from groups.models import Group, Invitation
from moderation.rules import bar_at
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, may_contact
from peersupport.notifications.actions import post_account_mail

from .joining import check_norms
from .places import give_place, locked

MOST_OPEN = 30  # usable invitations of one group


@transaction.atomic
def invite(
    group: Group, *, by: Member, days: int = 14, most_uses: int = 1, address: str = ""
) -> Invitation:
    """Make a link for `days` (1 to 90) and `most_uses` people, or send it to one address."""
    group = locked(group)
    if not rules.can_invite(by, group):
        raise Refused(_("You cannot invite people to this group."))
    if group.invitations.usable().count() >= MOST_OPEN:
        raise Refused(_("There are many open invitations. Take some back first."))
    invitation = Invitation.objects.create(
        group=group, made_by=by, token=secrets.token_urlsafe(24), address=address.casefold(),
        most_uses=1 if address else most_uses, expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    record("groups.invited", actor=by, target=invitation, group=group.pk)
    if address and _reaches(by, invitation.address):
        _send(invitation)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Member) -> Invitation:
    """Take an invitation back: who made it may, and who edits the group."""
    group = locked(invitation.group)
    if invitation.made_by_id != by.pk and not rules.can_edit(by, group):
        raise Refused(_("This invitation is somebody else’s."))
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record("groups.invitation_revoked", actor=by, target=invitation, group=group.pk)
    return invitation


@transaction.atomic
def use_invitation(token: str, *, member: Member, norms_version: int) -> tuple[Group, bool]:
    """Come in by an invitation. Returns the group and whether there was a place."""
    found = usable_by(token, member)
    group = locked(found.group) if found else None
    invitation = usable_by(token, member)  # once more: it may have been used up while we waited
    if group is None or invitation is None:
        raise Refused(_("This invitation no longer works."))
    if not member.has_accepted_norms:
        raise Refused(_("Read and agree to the community norms first; then you can join."))
    if bar := bar_at(member, group):
        raise Refused(bar)
    check_norms(group, norms_version)
    rows = (group.memberships, group.line)
    is_new = not any(row.filter(member=member).exists() for row in rows)
    is_in = give_place(group, member, norms_version=norms_version, by=invitation.made_by)
    if is_new:
        Invitation.objects.filter(pk=invitation.pk).update(uses=F("uses") + 1)
    return group, is_in


def usable_by(token: str, member: Member) -> Invitation | None:
    """The invitation of a token, if this member may use it: theirs, or for whoever holds it."""
    if "\0" in token:  # what the database refuses to compare
        return None
    invitation = Invitation.objects.usable().select_related("group", "made_by").filter(token=token)
    found = invitation.first()
    if found is None or (found.address and not _is_theirs(found.address, member)):
        return None
    if found.address and not may_contact(found.made_by, member, path=ContactPath.INVITATION):
        return None
    return found if rules.place_of(found.made_by, found.group_id) else None


def _is_theirs(address: str, member: Member) -> bool:
    """Only a confirmed address counts: anybody can type one."""
    mine = EmailAddress.objects.filter(user=member, verified=True)
    return mine.filter(email__iexact=address).exists()


def _reaches(by: Member, address: str) -> bool:
    """Whether a letter goes out. Who invites somebody that blocked them is told nothing of it."""
    owners = EmailAddress.objects.filter(email__iexact=address, verified=True)
    known = owners.select_related("user").first()
    return known is None or may_contact(by, known.user, path=ContactPath.INVITATION)


def _send(invitation: Invitation) -> None:
    """A letter that names neither the group nor who invites: the address may be wrong."""
    site = {"name": settings.SITE_NAME, "url": settings.SITE_URL}
    context = {"site": site, "address": f"/groups/-/invitation/{invitation.token}/"}
    post_account_mail(
        key=f"invitation:{invitation.pk}", address=invitation.address,
        subject=_("You are invited to a group on %(site)s") % {"site": settings.SITE_NAME},
        text=render_to_string("letters/invitation.txt", context),
    )  # fmt: skip
