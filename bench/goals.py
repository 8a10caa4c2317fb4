"""The goals of design/performance.md for the pages that are measured here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from .results import Measurement

GROWTH = (1.15, 1.05)
TALKS = ("messages", "thread", "thread-poll", "room")
LISTS = ("category", "group-list", "group")  # a group's page is held to what a list may cost


@dataclass(frozen=True)
class Goal:
    """A number, what it must reach and what we aim at."""

    name: str
    value: float
    must: float
    aim: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self._reaches(self.must)

    @property
    def verdict(self) -> str:
        if not self.is_met:
            return "MISSES must"
        return "ok aim" if self._reaches(self.aim) else "ok must"

    def _reaches(self, bound: float) -> bool:
        return self.value >= bound if self.at_least else self.value <= bound

    def row(self) -> tuple[str, ...]:
        """The goal as the cells of its line."""
        sign = ">=" if self.at_least else "<="
        return (
            self.name,
            f"{self.value:.3g}",
            f"{sign} {self.must:g}",
            f"{sign} {self.aim:g}",
            self.verdict,
        )


def reached(measurements: Iterable[Measurement], memory_mib: float) -> list[Goal]:
    """Every goal that the measurements speak about."""
    found = {(one.page, one.who, one.c): one for one in measurements}
    goals = [*_ratios(found), *_costs(found), *_depths(found)]
    if found:
        goals.append(Goal("server memory, PSS in MiB", memory_mib, 180, 140))
    return goals


def _ratios(found: dict) -> Iterable[Goal]:
    if one := found.get(("topic", "member", 8)):
        yield Goal("topic, member, c8 throughput / floor topic", one.ratio_rps, 0.35, 0.5, True)
    if one := found.get(("topic", "member", 1)):
        yield Goal("topic, member, c1 p50 / floor topic", one.ratio_p50, 3, 2)
    if one := found.get(("topic", "visitor", 8)):
        yield Goal("topic, visitor, c8 throughput / auth40k", one.ratio_rps, 0.5, 2, True)
    for page in LISTS:
        if one := found.get((page, "member", 8)):
            name = f"{page}, member, c8 throughput / floor topic"
            yield Goal(name, one.ratio_rps, 0.35, 0.5, True)
    for page in TALKS:
        if one := found.get((page, "member", 1)):
            yield Goal(f"{page}, member, c1 p50 / floor topic", one.ratio_p50, 3, 2)
    for page in ("search", "search-common"):
        if one := found.get((page, "member", 1)):
            yield Goal(f"{page}, member, c1 p50 in ms", one.p50_ms, 50, 25)
    if one := found.get(("reply", "member", 1)):
        yield Goal("reply POST, median / floor topic c1 p50", one.ratio_p50, 3, 2)


def _costs(found: dict) -> Iterable[Goal]:
    for page in ("topic", *LISTS, *TALKS, "unread", "home"):
        must, aim = (14, 10) if page in {"home", "thread"} else (10, 7)  # two lists on one page
        if one := found.get((page, "member", 1)):
            yield Goal(f"statements, {page}, member", one.queries, must, aim)
    for page in ("queue", "queue-item"):
        if one := found.get((page, "member", 1)):
            yield Goal(f"statements, {page}, member", one.queries, 15, 15)
    reads = [one for one in found.values() if one.page != "reply"]
    if reads:
        yield Goal("writes on any warmed GET", max(one.writes for one in reads), 0, 0)
    if one := found.get(("topic", "member", 1)):
        yield Goal("topic, member, KB", one.bytes / 1000, 60, 45)
        yield Goal("topic, member, gzip KB", one.gzip_bytes / 1000, 14, 12)


def _depths(found: dict) -> Iterable[Goal]:
    for deep, first in (("topic-last", "topic"), ("category-deep", "category")):
        pairs = [
            found[deep, who, 1].ratio_p50 / found[first, who, 1].ratio_p50
            for who in ("visitor", "member")
            if (deep, who, 1) in found and (first, who, 1) in found
        ]
        if pairs:
            yield Goal(f"{deep} / {first}, c1 p50, mean of both readers", fmean(pairs), 1.1, 1.05)


def growth_rows(runs: Sequence[Sequence[dict]]) -> list[tuple[str, ...]]:
    """How each page's c1 p50, as a ratio to its floor, grows from the first size to the others."""
    first = {(one["page"], one["who"]): one for one in runs[0] if one["c"] == 1}
    rows = []
    for one in (one for run in runs[1:] for one in run if one["c"] == 1):
        base = first.get((one["page"], one["who"]))
        if base is None:
            continue
        goal = Goal("growth", one["ratio_p50"] / base["ratio_p50"], *GROWTH)
        sizes = (str(base["posts"]), str(one["posts"]))
        rows.append((one["page"], one["who"], *sizes, f"{goal.value:.2f}", goal.verdict))
    return rows
