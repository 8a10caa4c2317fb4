"""What notices and letters tell of a member, how long they stay, and how they go."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Redaction

from .models import Choice, Digest, Letter, MailOptOut, MailPlan, Notice, Watch

KEEP = [
    Keep(
        "letters", 30, "final letters, empty by then, for questions about delivery",
        lambda before: Letter.objects.filter(final_at__lt=before),
    ),
    Keep(
        "digests", 60, "which digests were written, so that none goes twice",
        lambda before: Digest.objects.filter(made_at__lt=before),
    ),
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    yield table(Notice.objects.visible_to(member).order_by("pk"))
    yield table(Watch.objects.filter(member=member).order_by("pk"))
    yield table(MailOptOut.objects.filter(member=member).order_by("pk"))
    yield table(Choice.objects.filter(member=member).order_by("pk"))
    yield table(MailPlan.objects.filter(member=member))
    yield table(Digest.objects.filter(member=member).order_by("pk"))
    yield table(Letter.objects.filter(recipient=member).order_by("pk"))


def erase(member: Any, *, redaction: Redaction, **how: Any) -> dict[str, int]:
    """Everything they were told or would have been. What a worker sends just now, it asks first."""
    addressed = Q(recipient=member)
    for address in redaction.addresses:
        addressed |= Q(address__iexact=address)
    rows = {
        "notices": Notice.objects.filter(recipient=member),
        "watches": Watch.objects.filter(member=member),
        "opt-outs": MailOptOut.objects.filter(member=member),
        "choices": Choice.objects.filter(member=member),
        "mail plan": MailPlan.objects.filter(member=member),
        "digests": Digest.objects.filter(member=member),
        "letters": Letter.objects.filter(addressed),
    }
    counts = {name: found.count() for name, found in rows.items()}
    for found in rows.values():
        found.delete()
    return counts
