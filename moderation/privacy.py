"""What reports tell of who made them, how long they stay, and how they go."""

from collections.abc import Iterator
from typing import Any

from peersupport.core.personal import Keep, Table, table

from .models import Report

KEEP = [
    Keep(
        "reports", 730, "reports that were dealt with, to answer for the decision",
        lambda before: Report.objects.filter(closed_at__lt=before),
    ),
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    yield table(Report.objects.filter(reporter=member).order_by("pk"))


def erase(member: Any, **how: Any) -> dict[str, int]:
    """The words of reports that were dealt with. An open one may be about somebody in danger."""
    closed = Report.objects.filter(reporter=member, state=Report.State.CLOSED)
    return {"notes of reports": closed.exclude(note="").update(note="")}
