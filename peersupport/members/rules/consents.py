"""What other areas ask about a member before they use or show something."""

from datetime import date

from django.conf import settings

from ..models import ConsentRecord, Member, Purpose


def has_consented(member: Member, purpose: Purpose) -> bool:
    """Whether a member's latest word on a purpose is yes; silence is no. For many members at once
    there is `Member.objects.consenting(purpose)`."""
    words = member.consents.filter(purpose=purpose).order_by("-id")
    return bool(words.values_list("granted", flat=True).first())


def choices_of(member: Member) -> dict[str, ConsentRecord]:
    """The latest word on every purpose that this member ever spoke about, in one statement."""
    latest = member.consents.order_by("purpose", "-id").distinct("purpose")
    return {record.purpose: record for record in latest}


def is_old_enough(born_on: date, today: date) -> bool:
    """Whether somebody has had the birthday that AGE_MINIMUM asks for; 29 February counts as 1 March."""
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return years >= settings.AGE_MINIMUM
