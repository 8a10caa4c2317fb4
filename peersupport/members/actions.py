"""What changes an account, besides what allauth does itself."""

from django.contrib.auth.models import Group
from django.db import transaction

from peersupport.core.names import clean_display_name, handle_key

from .models import Member, NormsInForce, Role


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
