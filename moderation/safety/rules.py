"""Who plans who is on duty."""

from typing import Any

from moderation.rules import is_moderator
from peersupport.members.models import Role

from .models import Shift


def can_plan(by: Any, member: Any) -> bool:
    """Everybody their own hours; administrators those of all who moderate."""
    if not is_moderator(by) or not is_moderator(member):
        return False
    return by.pk == member.pk or by.role == Role.ADMINISTRATOR


def can_cancel(by: Any, shift: Shift) -> bool:
    """As planning, and also what was planned for somebody who no longer moderates."""
    return is_moderator(by) and (by.pk == shift.member_id or by.role == Role.ADMINISTRATOR)
