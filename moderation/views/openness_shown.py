"""A published month as tables, for the page and for the file alike: neither says more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.actions.figures import ALL, KINDS, OTHER
from moderation.models import Priority, PublishedMonth
from peersupport.core.durations import in_short

KIND_WORDS = {
    "kept": gettext_lazy("No norm broken"),
    "noted": gettext_lazy("Content note added"),
    "edited": gettext_lazy("Asked to edit"),
    "hidden": gettext_lazy("Hidden or removed"),
    "moved": gettext_lazy("Topic closed or moved"),
    "warned": gettext_lazy("Warning"),
    "limited": gettext_lazy("Limit"),
    "paused": gettext_lazy("Posting paused"),
    "out": gettext_lazy("Suspended or banned"),
}


@dataclass(frozen=True)
class Cell:
    """One figure, or what stands in its place."""

    value: int | None
    is_time: bool = False  # minutes

    @property
    def is_hidden(self) -> bool:
        return self.value is None

    @property
    def text(self) -> str:
        if self.value is None:
            return "–"
        return in_short(self.value) if self.is_time else str(self.value)


@dataclass(frozen=True)
class Table:
    key: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    total: tuple[str, Sequence[Cell]]


def tables_of(month: PublishedMonth) -> list[Table]:
    return [_norms(month.figures["norms"]), _times(month.figures["times"]), _decisions(month)]


def _norms(figures: dict[str, Any]) -> Table:
    names = {**dict(figures["names"]), OTHER: _("Something else")}
    headings = [_("Norm"), _("Reports"), _("Acted on"), _("Not acted on"), _("Median first look")]
    columns = ["reports", "acted", "left", "look_median"]
    return _table("norms", _("Reports by norm"), headings, names, columns, figures["rows"])


def _times(figures: dict[str, Any]) -> Table:
    names = {str(priority.value): str(priority.label) for priority in Priority}
    headings = [
        _("Urgency"), _("Reports"), _("First look, median"), _("First look, 9 of 10"),
        _("Decision, median"), _("Decision, 9 of 10"),
    ]  # fmt: skip
    columns = ["reports", "look_median", "look_p90", "done_median", "done_p90"]
    return _table("times", _("How long it took"), headings, names, columns, figures["rows"])


def _decisions(month: PublishedMonth) -> Table:
    names = {kind: str(KIND_WORDS[kind]) for kind in KINDS}
    headings = [_("Decision"), _("Number"), _("Appealed"), _("Changed")]
    rows = month.figures["decisions"]["rows"]
    columns = ["made", "appealed", "changed"]
    return _table("decisions", _("Decisions and appeals"), headings, names, columns, rows)


def _table(key, caption, headings, names, columns, rows) -> Table:
    def cells(row: str) -> list[Cell]:
        return [Cell(rows[row][c], c.endswith(("_median", "_p90"))) for c in columns]

    lines = [(name, cells(row)) for row, name in names.items()]
    return Table(key, caption, headings, lines, (_("All"), cells(ALL)))


@dataclass(frozen=True)
class Headline:
    """A month in four figures."""

    reports: Cell
    reporters: Cell
    worries: Cell
    look: Cell
    look_p90: Cell
    acted: Cell
    acted_percent: str
    appealed: Cell
    changed: Cell
    changed_percent: str


def headline_of(month: PublishedMonth) -> Headline:
    figures = month.figures
    norms, times = figures["norms"]["rows"][ALL], figures["times"]["rows"][ALL]
    decisions = figures["decisions"]["rows"][ALL]
    return Headline(
        Cell(times["reports"]), Cell(figures["reporters"]), Cell(figures["worries"]),
        Cell(times["look_median"], is_time=True), Cell(times["look_p90"], is_time=True),
        Cell(norms["acted"]), percent(norms["acted"], norms["reports"]),
        Cell(decisions["appealed"]), Cell(decisions["changed"]),
        percent(decisions["changed"], decisions["appealed"]),
    )  # fmt: skip


def percent(part: int | None, whole: int | None) -> str:
    """A share of rounded figures, which tells no more than they do. Its ends are not told apart."""
    if part is None or not whole:
        return "–"
    share = round(100 * part / whole)
    return _("under 5") if share < 5 else _("over 95") if share > 95 else str(share)


def csv_rows(month: PublishedMonth) -> list[list[Any]]:
    """A line for each figure. One that is hidden is empty, and a column says so."""
    found: list[list[Any]] = [["month", "table", "row", "column", "value", "unit", "hidden"]]
    for table in tables_of(month):
        for name, cells in [*table.rows, table.total]:
            for heading, cell in zip(table.headings[1:], cells, strict=True):
                found.append(_line(month, table.caption, name, heading, cell))
    machines = month.figures["machines"]
    for key, words in MACHINES.items():
        found.append(_line(month, _("What machines did"), str(words), "", Cell(machines[key])))
    figures = month.figures
    found.append(_line(month, _("People"), _("Who reported"), "", Cell(figures["reporters"])))
    found.append(
        _line(month, _("People"), _("Worries about a person"), "", Cell(figures["worries"]))
    )
    return found


MACHINES = {
    "held": gettext_lazy("Posts held for a person"),
    "let_through": gettext_lazy("Of these let through"),
    "helped": gettext_lazy("Decisions in which a machine had a part"),
}


def _line(month, table, row, column, cell) -> list[Any]:
    value = "" if cell.is_hidden else cell.value
    unit = "minutes" if cell.is_time else "count"
    return [
        str(month),
        _plain(table),
        _plain(row),
        _plain(column),
        value,
        unit,
        int(cell.is_hidden),
    ]


def _plain(text: str) -> str:
    """No spreadsheet takes a name for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
