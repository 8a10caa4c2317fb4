"""What happens at the doors of an account, and which addresses find them shut."""

import hmac
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone

from ..models import BarredAddress, Member, SecurityEvent


def note(member: Member, kind: SecurityEvent.Kind, *, device: str = "") -> None:
    """Keep what happened to the doors of an account."""
    SecurityEvent.objects.create(member=member, kind=kind, device=device[:80])


def is_new_device(member: Member, device: str) -> bool:
    """Whether somebody signed in before, but never from a device of this description."""
    before = member.security_events.filter(kind=SecurityEvent.Kind.SIGNED_IN)
    return before.exists() and not before.filter(device=device).exists()


def bar_addresses(member: Member, *, until: datetime) -> None:
    """Keep who is erased while they were kept out from coming back at once. Idempotent.

    By the addresses they confirmed alone: anybody can type somebody else's.
    """
    confirmed = EmailAddress.objects.filter(user_id=member.pk, verified=True)
    for email in confirmed.values_list("email", flat=True):
        BarredAddress.objects.update_or_create(
            digest=barred_digest(email), defaults={"until": until}
        )


def barred_until(email: str) -> datetime | None:
    """Until when an address makes no account; None for nearly all."""
    digests = [barred_digest(email, number=number) for number in settings.FIELD_KEYS]
    found = BarredAddress.objects.filter(digest__in=digests, until__gt=timezone.now())
    return found.values_list("until", flat=True).order_by("-until").first()


def barred_digest(email: str, *, number: int | None = None) -> str:
    """How a barred address is kept: useless without the key of that number."""
    number = number or max(settings.FIELD_KEYS)
    text = f"members.barred:{email.strip().casefold()}"
    return f"{number}${hmac.digest(settings.FIELD_KEYS[number], text.encode(), 'sha256').hex()}"
