"""Groups of events that a person chooses about, on one row of a page. Areas register theirs."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class EventGroup:
    """One row of the page of choices.

    `kinds` are values of `models.Kind`, each in one group. `by_mail` is what holds until somebody
    chooses: "now", "digest" or "off". An event that `is_always` told cannot be turned off; one that
    cannot wait (`can_wait` is False) has no column for the digest.
    """

    name: str
    section: str
    label: str
    kinds: tuple[str, ...]
    help: str = ""
    by_mail: str = "now"
    can_wait: bool = True
    is_always: bool = False
    passes_quiet_hours: bool = False


_groups: dict[str, EventGroup] = {}


def register(*groups: EventGroup) -> None:
    for group in groups:
        _groups[group.name] = group


def groups() -> list[EventGroup]:
    return list(_groups.values())


def group_of(kind: str) -> EventGroup | None:
    """The group a kind belongs to, or None for a kind nobody chooses about (account mail)."""
    return next((group for group in _groups.values() if kind in group.kinds), None)


def kinds_of(names: Iterable[str]) -> list[str]:
    return [kind for name in names for kind in _groups[name].kinds]
