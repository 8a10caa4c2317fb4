"""The data map: what is kept of people, why, how long, and what becomes of it.

One reviewed file an app in `peersupport/data_map/`; tests hold it against the models.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models

FOLDER = Path(__file__).resolve().parent.parent / "data_map"
BASES = {"contract", "legitimate interest", "legal duty", "consent", "none"}
ERASURES = {
    "clear": "emptied; the row stays, without a person",
    "label": "given to a “Former member” of that one discussion",
    "delete": "deleted",
    "keep": "kept",
    "none": "nothing to erase",
}


@dataclass(frozen=True)
class Entry:
    """One table. A field is in exactly one of `none`, `ordinary` and `sensitive`.

    `until`: "account" (until it is erased), "site", or the name of a retention rule.
    `words`: fields people write in freely, where somebody else may be named.
    `not_exported`, `kept`: exceptions by field, each with its reason.
    """

    model: str
    what: str
    why: str = ""
    basis: str = "none"
    until: str = "site"
    erase: str = "none"
    none: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_exported: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def personal(self) -> list[str]:
        return [*self.ordinary, *self.sensitive]

    @property
    def exported(self) -> list[str]:
        return [name for name in self.personal if name not in self.not_exported]


@cache
def data_map() -> dict[str, Entry]:
    """Every entry by the label of its model, such as "forums.Post"."""
    entries = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for label, facts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            lists = {name: tuple(value) for name, value in facts.items() if isinstance(value, list)}
            entries[label] = Entry(model=label, **(facts | lists))
    return entries


def entry_of(model: type[models.Model]) -> Entry:
    return data_map()[model._meta.label]


def fields_of(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]


def faults() -> list[str]:
    """What is wrong with the map, in a line each; none when every field has its entry."""
    found = []
    known = {m._meta.label: m for m in apps.get_models(include_auto_created=True)}
    entries = data_map()
    found += [f"{label}: no entry" for label in sorted(known.keys() - entries.keys())]
    found += [f"{label}: no such table" for label in sorted(entries.keys() - known.keys())]
    for label in sorted(known.keys() & entries.keys()):
        found += [f"{label}: {fault}" for fault in _faults_of(entries[label], known[label])]
    return found


def _faults_of(entry: Entry, model: type[models.Model]) -> Iterable[str]:
    listed = [*entry.none, *entry.personal]
    if listed == ["*"] and not model.__module__.startswith(
        ("peersupport", "forums", "groups", "moderation")
    ):
        return
    fields = set(fields_of(model))
    for name in sorted(fields - set(listed)):
        yield f"{name} has no class"
    for name in sorted(set(listed) - fields):
        yield f"{name} is gone"
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"{name} has two classes"
    exceptions = {*entry.not_exported, *entry.kept} - set(entry.personal)
    for name in sorted(exceptions | (set(entry.words) - fields)):
        yield f"{name} is an exception without being personal, or no field"
    if entry.basis not in BASES or entry.erase not in ERASURES:
        yield f"basis {entry.basis!r} or erase {entry.erase!r} is not a word of the map"
    if entry.personal and not (entry.why and entry.basis != "none" and entry.erase != "none"):
        yield "personal, but without purpose, basis or erasure"
    if entry.erase == "keep" and set(entry.personal) - entry.kept.keys():
        yield "kept, but not every field says why"


def as_markdown() -> str:
    """The map as a page for people: docs/data-map.md."""
    lines = [
        "# Data map",
        "",
        "What is kept of people, table by table: made from `peersupport/data_map/*.toml` by "
        "`manage.py data_map > docs/data-map.md`. A test fails for a field that is missing here.",
        "",
        "Exported means: in the copy that members make for themselves. *Until* is `account` (until "
        "it is erased), `site`, or a rule of `manage.py apply_retention`.",
    ]
    for entry in data_map().values():
        if entry.personal:
            lines += ["", f"## {entry.what} (`{entry.model}`)", "", *_described(entry)]
    rest = [f"`{entry.model}`" for entry in data_map().values() if not entry.personal]
    lines += ["", "## Nothing of a person", "", ", ".join(rest) + ".", ""]
    return "\n".join(lines)


def _described(entry: Entry) -> Iterable[str]:
    yield f"{entry.why} Basis: {entry.basis}. Until: `{entry.until}`. On erasure: {ERASURES[entry.erase]}."
    yield ""
    yield "| field | class | exported | after erasure |"
    yield "|---|---|---|---|"
    for name in entry.personal:
        kind = "sensitive" if name in entry.sensitive else "ordinary"
        exported = f"no: {entry.not_exported[name]}" if name in entry.not_exported else "yes"
        kept = f"kept: {entry.kept[name]}" if name in entry.kept else _left(entry, name)
        yield f"| `{name}` | {kind} | {exported} | {kept} |"


def _left(entry: Entry, name: str) -> str:
    if entry.erase == "delete":
        return "deleted"
    if name in entry.words and entry.erase == "label":
        return "kept without the name, or removed, as the member chooses"
    return "changed to say nothing" if entry.erase == "clear" else "a “Former member”"
