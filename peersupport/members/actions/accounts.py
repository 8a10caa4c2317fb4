from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from peersupport.core.exceptions import Refused
from peersupport.core.names import clean_display_name, handle_key

from ..models import Member, NormsInForce, Role


def accept_norms(member: Member, *, version: int) -> Member:
    """Remember that a member agreed to a version of the norms; never goes backwards."""
    Member.objects.filter(pk=member.pk, norms_version__lt=version).update(norms_version=version)
    member.refresh_from_db(fields=["norms_version"])
    member.__dict__.pop("has_accepted_norms", None)
    return member


def put_norms_in_force(version: int) -> None:
    """From now on everybody is asked to agree to this version before they write."""
    NormsInForce.objects.update_or_create(pk=1, defaults={"version": version})


def name_member(member: Member, *, handle: str, display_name: str) -> Member:
    """Give an account its public names. Does not save."""
    member.handle = handle.casefold()
    member.handle_key = handle_key(member.handle)
    member.display_name = clean_display_name(display_name)
    return member


@transaction.atomic
def change_role(member: Member, *, role: Role) -> Member:
    """Give or take a staff role; an administrator may do everything in the admin."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    member.role = role
    member.is_superuser = role == Role.ADMINISTRATOR
    member.save(update_fields=["role", "is_superuser"])
    member.groups.set(Group.objects.filter(name=role))
    return member


CLAIM_SECONDS = 14 * 24 * 3600


def claim_token(member: Member) -> str:
    """What lets one person take over an imported account, once, within fourteen days."""
    return signing.dumps([member.pk, member.password], salt="members.claim")


def read_claim_token(token: str) -> Member | None:
    """The unclaimed member a token is for, or None: too old, used, or never made by us."""
    try:
        pk, password = signing.loads(token, salt="members.claim", max_age=CLAIM_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Member.objects.filter(pk=pk, password=password, claimed_at=None, is_active=True).first()


@transaction.atomic
def claim(token: str, *, email: str, password: str) -> Member:
    """Give an imported account to who holds its token. They still confirm the address by mail."""
    member = read_claim_token(token)
    member = member and Member.objects.select_for_update().get(pk=member.pk)
    if member is None or member.claimed_at is not None:
        raise Refused(_("This invitation no longer works. Ask for a new one."))
    member.email, member.claimed_at = email.casefold(), timezone.now()
    member.set_password(password)
    member.save(update_fields=["email", "claimed_at", "password"])
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=False)
    return member
