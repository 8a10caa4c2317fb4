from django.utils import timezone

from ..models import Member


def check_up(member: Member) -> Member:
    """Remember that somebody went through the check-up of their account today."""
    member.checked_up_at = timezone.now()
    member.save(update_fields=["checked_up_at"])
    return member
