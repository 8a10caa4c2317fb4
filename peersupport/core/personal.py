"""What each app's `privacy.py` is made of: tables to export, rules of how long rows are kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .datamap import entry_of


@dataclass(frozen=True)
class Table:
    """Rows of one kind in a member's copy. Every row has a value for every column."""

    name: str  # of its file, such as "forums-post"
    title: str
    columns: list[str]
    rows: list[dict[str, Any]] = field(default_factory=list)


def table(rows: models.QuerySet, **more: Callable[[Any], Any]) -> Table:
    """The exportable fields of rows, as the data map has them, and what `more` finds for each."""
    entry = entry_of(rows.model)
    fields = {name: rows.model._meta.get_field(name) for name in entry.exported}
    found = [
        {name: _plain(f.value_from_object(row), f) for name, f in fields.items()}
        | {name: ask(row) for name, ask in more.items()}
        for row in rows.iterator(chunk_size=500)
    ]
    name = entry.model.replace(".", "-").lower()
    return Table(name, entry.what, [*fields, *more], found)


def _plain(value: Any, about: models.Field) -> Any:
    if about.choices and not isinstance(value, (list, tuple)):
        return str(dict(about.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return (
        value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)
    )


@dataclass(frozen=True)
class Keep:
    """How long rows of a kind are kept. `old` finds those that have been there since `before`."""

    name: str
    days: int
    why: str
    old: Callable[[datetime], models.QuerySet]
    remove: Callable[[models.QuerySet], int] | None = None  # default: delete the rows

    @property
    def period(self) -> int:
        """Days, as the site's own figure says if it gives one."""
        return int(settings.RETENTION_DAYS.get(self.name, self.days))

    def rows(self) -> models.QuerySet:
        return self.old(timezone.now() - timedelta(days=self.period))

    @transaction.atomic
    def apply(self) -> int:
        """Remove what is old. Returns how many rows there were."""
        rows = self.rows()
        if self.remove is not None:
            return self.remove(rows)
        count = rows.count()
        rows.delete()
        return count


Export = Callable[[Any], Iterator[Table]]
