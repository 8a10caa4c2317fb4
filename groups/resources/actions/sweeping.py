"""What nobody needs any more, and what should not be there."""

from collections.abc import Iterator
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from groups.resources.models import Attachment, store


@transaction.atomic
def discard(rows: models.QuerySet) -> int:
    """Delete rows, and their files once that is certain. Returns how many rows there were."""
    names = [name for pair in rows.values_list("file", "thumbnail") for name in pair if name]
    count = rows.count()
    rows.delete()
    transaction.on_commit(lambda: _forget(names))
    return count


def _forget(names: list[str]) -> None:
    """One that cannot be deleted now is a stray from here on, which the night finds."""
    for name in names:
        store().delete(name)


class Strays:
    """Files without a row: a process died between the two, or a backup was restored."""

    def __init__(self, before: datetime) -> None:
        self.before = before

    def __iter__(self) -> Iterator[str]:
        folders, _files = _listed("")
        for folder in folders:
            names = [f"{folder}/{name}" for name in _listed(folder)[1]]
            known = Attachment.objects.filter(file__startswith=f"{folder}/")
            kept = {name for pair in known.values_list("file", "thumbnail") for name in pair}
            yield from (name for name in names if name not in kept and self._is_old(name))

    def _is_old(self, name: str) -> bool:
        """A row may still follow a new one."""
        at = store().get_modified_time(name)
        return (at if at.tzinfo else timezone.make_aware(at)) < self.before

    def count(self) -> int:
        return sum(1 for _name in self)

    def remove(self) -> int:
        names = list(self)
        _forget(names)
        return len(names)


def missing() -> int:
    """Rows whose file is gone. They stay: a backup may bring the files back."""
    return sum(1 for name in Attachment.objects.values_list("file", flat=True).iterator()
               if not store().exists(name))  # fmt: skip


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return store().listdir(folder)
    except FileNotFoundError:  # nobody has posted a file yet
        return [], []
