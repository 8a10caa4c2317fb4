"""What other areas ask about a member before they use, show or allow something."""

from .consents import choices_of, has_consented, is_old_enough
from .contact import ContactPath, may_contact, out_of_reach, shown_parts, within_reach, writable
from .invitations import can_invite_to_community
from .standing import bar_to_links, bar_to_starting, bar_to_writing, minute_after
from .trust import (
    DEFAULTS,
    GRACE,
    KEEP_PERCENT,
    LEVELS,
    SANCTION_COUNTS,
    Level,
    asked_of,
    can_hold_trust,
    file_limits_of,
    is_sanctioned,
    limits_of,
    read_levels,
)

__all__ = [
    "ContactPath",
    "DEFAULTS",
    "GRACE",
    "KEEP_PERCENT",
    "LEVELS",
    "SANCTION_COUNTS",
    "Level",
    "asked_of",
    "bar_to_links",
    "bar_to_starting",
    "bar_to_writing",
    "can_hold_trust",
    "can_invite_to_community",
    "choices_of",
    "file_limits_of",
    "has_consented",
    "is_old_enough",
    "is_sanctioned",
    "limits_of",
    "may_contact",
    "minute_after",
    "out_of_reach",
    "read_levels",
    "shown_parts",
    "within_reach",
    "writable",
]
