"""Who may administer people: administrators whose second factor stands in front of it."""

from peersupport.members.models import Member


def can_administer(by: Member) -> bool:
    return by.is_authenticated and by.is_superuser and by.is_on_duty


def can_grant(by: Member, member: Member) -> bool:
    """Nobody raises themselves, and only somebody who can sign in is given a role."""
    is_there = member.is_active and member.claimed_at is not None
    return can_administer(by) and by.pk != member.pk and is_there


def can_end_role(by: Member, member: Member) -> bool:
    """One may lay down one's own role, as long as another administrator stays."""
    return can_administer(by) and member.is_staff


def can_close(by: Member, member: Member) -> bool:
    return can_administer(by) and by.pk != member.pk
