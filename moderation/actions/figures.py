"""How one month of moderation is counted: from facts about rows to the figures that are shown.

Reports and people are counted by the day of the report, decisions by the day they were made.
Behind a figure of reports stand those who reported, behind one of decisions those concerned.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median, quantiles
from typing import Any, NamedTuple

from moderation.models import Decision, Priority, Step
from moderation.registry import Act
from peersupport.core.disclosure import THRESHOLD, Figure, Sum, released, rounded

OTHER, WORRY, ALL = "other", "worry", "all"
OUTCOMES = ("acted", "left")  # left as it was, or not decided yet
KINDS = ("kept", "noted", "edited", "hidden", "moved", "warned", "limited", "paused", "out")
STEPS = {
    Step.WARN: "warned", Step.LIMIT: "limited", Step.PAUSE: "paused", Step.PLACE: "out",
    Step.SUSPEND: "out", Step.BAN: "out",
}  # fmt: skip
ACTS = {
    Act.NOTE: "noted", Act.ASK_EDIT: "edited", Act.HIDE: "hidden", Act.REMOVE: "hidden",
    Act.LOCK: "moved", Act.MOVE: "moved",
}  # fmt: skip


class ReportFact(NamedTuple):
    """What counts of one report. Times in minutes, None while nobody has."""

    reporter: int
    norm: str  # key of the rule, OTHER or WORRY
    outcome: str
    priority: int
    look: float | None
    done: float | None


class DecisionFact(NamedTuple):
    """What counts of one decision."""

    about: int | None
    kind: str
    is_appealed: bool
    is_changed: bool
    had_machine: bool


class HoldFact(NamedTuple):
    """One thing that a machine kept for a person to look at."""

    author: int | None
    is_let_through: bool


class Facts(NamedTuple):
    reports: Sequence[ReportFact]
    decisions: Sequence[DecisionFact]
    holds: Sequence[HoldFact]
    norms: Sequence[tuple[str, str]]  # key and name, as they were then


def kind_of(act: str, step: str) -> str:
    """One word for a decision: what it meant for the person, or else for the thing."""
    return STEPS.get(Step(step)) or ACTS.get(Act(act)) or "kept"


def outcome_of(decision: Decision | None) -> str:
    is_acted_on = decision is not None and decision.restricts and decision.stands
    return "acted" if is_acted_on else "left"


def figures_of(facts: Facts) -> dict[str, Any]:
    """Everything that a month's page shows, and nothing that it must not."""
    names = dict(facts.norms)
    reports = [
        each if each.norm in {*names, WORRY} else each._replace(norm=OTHER)
        for each in facts.reports
    ]
    norms, times, worries = _reports(reports, [*names, OTHER])
    people = len({each.reporter for each in reports})
    return {
        "norms": {"rows": norms, "names": list(facts.norms)},
        "times": {"rows": times},
        "decisions": {"rows": _decisions(facts.decisions)},
        "machines": _machines(facts),
        "worries": worries,
        "reporters": _alone(Figure(people, people)),
    }


def _reports(reports: Sequence[ReportFact], norms: Sequence[str]) -> tuple[dict, dict, int | None]:
    """Reports by norm and by priority, hidden together: both add up to all reports.

    A worry breaks no norm and has no place among them.
    """
    figures: dict[Any, Figure] = {}
    sums: list[Sum] = []
    in_row = {row: [each for each in reports if each.norm == row] for row in norms}
    in_row[ALL] = [each for each in reports if each.norm != WORRY]
    for row, inside in in_row.items():
        figures["norms", row, "reports"] = _reporters(inside)
        for outcome in OUTCOMES:
            ended = [each for each in inside if each.outcome == outcome]
            figures["norms", row, outcome] = _reporters(ended)
        sums.append(Sum(("norms", row, "reports"), [("norms", row, end) for end in OUTCOMES]))
    for column in ("reports", *OUTCOMES):
        sums.append(Sum(("norms", ALL, column), [("norms", row, column) for row in norms]))
    by_priority = {str(p.value): [e for e in reports if e.priority == p] for p in Priority}
    by_priority[ALL] = list(reports)
    for row, inside in by_priority.items():
        figures["times", row, "reports"] = _reporters(inside)
    parts = [("times", str(priority.value), "reports") for priority in Priority]
    sums.append(Sum(("times", ALL, "reports"), parts))
    worries = ("worries", ALL, "reports")
    figures[worries] = _reporters([each for each in reports if each.norm == WORRY])
    sums.append(Sum(("times", ALL, "reports"), [("norms", ALL, "reports"), worries]))
    shown = released(figures, sums)
    tables = {
        name: _by_row({key[1:]: value for key, value in shown.items() if key[0] == name})
        for name in ("norms", "times")
    }
    for row, inside in in_row.items():
        tables["norms"][row] |= _spans(inside, "look", lambda each: each.look)
    for row, inside in by_priority.items():
        tables["times"][row] |= _spans(inside, "look", lambda each: each.look)
        tables["times"][row] |= _spans(inside, "done", lambda each: each.done)
    return tables["norms"], tables["times"], shown[worries]


def _decisions(decisions: Sequence[DecisionFact]) -> dict[str, Any]:
    """With what a reader could work out: those not appealed, and those that an appeal left."""
    parts: dict[str, Callable[[DecisionFact], bool]] = {
        "made": lambda each: True,
        "appealed": lambda each: each.is_appealed,
        "unappealed": lambda each: not each.is_appealed,
        "changed": lambda each: each.is_changed,
        "upheld": lambda each: each.is_appealed and not each.is_changed,
    }
    figures: dict[Any, Figure] = {}
    sums: list[Sum] = []
    for row in (*KINDS, ALL):
        inside = [each for each in decisions if row in {each.kind, ALL}]
        for name, holds in parts.items():
            figures[row, name] = _concerned(each.about for each in inside if holds(each))
        sums.append(Sum((row, "made"), [(row, "appealed"), (row, "unappealed")]))
        sums.append(Sum((row, "appealed"), [(row, "changed"), (row, "upheld")]))
    sums += [Sum((ALL, name), [(row, name) for row in KINDS]) for name in parts]
    shown = _by_row(released(figures, sums))
    for cells in shown.values():
        del cells["unappealed"], cells["upheld"]
    return shown


def _machines(facts: Facts) -> dict[str, int | None]:
    held = {
        "held": _concerned(each.author for each in facts.holds),
        "let_through": _concerned(each.author for each in facts.holds if each.is_let_through),
        "others": _concerned(each.author for each in facts.holds if not each.is_let_through),
    }
    shown = released(held, [Sum("held", ["let_through", "others"])])
    helped = _concerned(each.about for each in facts.decisions if each.had_machine)
    return {"held": shown["held"], "let_through": shown["let_through"], "helped": _alone(helped)}


def _reporters(reports: Iterable[ReportFact]) -> Figure:
    people = [each.reporter for each in reports]
    return Figure(len(people), len(set(people)))


def _concerned(people: Iterable[int | None]) -> Figure:
    """Whoever is not known any more, or never was, counts for nobody: rather hidden than told."""
    everybody = list(people)
    return Figure(len(everybody), len(set(everybody) - {None}))


def _alone(figure: Figure) -> int | None:
    return released({ALL: figure}, [])[ALL]


def _by_row(shown: dict) -> dict[str, dict[str, int | None]]:
    rows: dict[str, dict[str, int | None]] = defaultdict(dict)
    for (row, column), value in shown.items():
        rows[row][column] = value
    return dict(rows)


def _spans(reports: Sequence[ReportFact], name: str, minutes_of: Callable) -> dict:
    """The median and what 9 of 10 kept to, in minutes, of at least so many people."""
    timed = [each for each in reports if minutes_of(each) is not None]
    none = {f"{name}_median": None, f"{name}_p90": None}
    if len({each.reporter for each in timed}) < THRESHOLD:
        return none
    minutes = [minutes_of(each) for each in timed]
    found = (median(minutes), quantiles(minutes, n=10, method="inclusive")[-1])
    return dict(zip(none, (max(rounded(round(each)), 5) for each in found), strict=True))
