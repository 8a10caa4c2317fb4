from typing import Any

from ..querysets import INVITERS


def can_invite_to_community(member: Any) -> bool:
    """Organisers and administrators invite people to the community."""
    return bool(member.is_authenticated and member.is_on_duty and member.role in INVITERS)
