"""What the rota tells of people on the staff, and how long it stays."""

from collections.abc import Iterator
from typing import Any

from peersupport.core.personal import Keep, Table, table

from .models import Shift

KEEP = [
    Keep(
        "shifts", 365, "who was on duty when, to answer for what waited",
        lambda before: Shift.objects.filter(ends_at__lt=before),
    )
]  # fmt: skip


def export(member: Any) -> Iterator[Table]:
    yield table(Shift.objects.filter(member=member).order_by("pk"))


def erase(member: Any, **how: Any) -> dict[str, int]:
    Shift.objects.filter(member=member).delete()
    return {}
