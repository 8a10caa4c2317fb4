"""What the record of what happened tells of a member. It is append-only: nothing in it can change.

Its rows hold a number for who acted, which leads to no name once the account is emptied.
"""

from collections.abc import Iterator
from typing import Any

from peersupport.core.personal import Keep, Table, table

from .models import Activity

KEEP: list[Keep] = []


def export(member: Any) -> Iterator[Table]:
    yield table(Activity.objects.by(member).select_related("target_type").order_by("pk"))


def erase(member: Any, **how: Any) -> dict[str, int]:
    return {}
