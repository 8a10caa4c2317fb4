"""Groups, who has a place in them, and the doors that lead in."""

from .circles import (
    LARGEST,
    MOST_QUESTIONS,
    SMALLEST,
    Group,
    lines_of,
    split_optional,
    split_sentence,
    utc_offset,
)
from .doors import Invitation, JoinRequest, PassedOver
from .handing_over import HAND_OVER_DAYS, HandOver, in_two_weeks
from .places import Membership, Power, Removal, Role, WaitingPlace

__all__ = [
    "HAND_OVER_DAYS",
    "LARGEST",
    "MOST_QUESTIONS",
    "SMALLEST",
    "Group",
    "HandOver",
    "Invitation",
    "JoinRequest",
    "Membership",
    "PassedOver",
    "Power",
    "Removal",
    "Role",
    "WaitingPlace",
    "in_two_weeks",
    "lines_of",
    "split_optional",
    "split_sentence",
    "utc_offset",
]
