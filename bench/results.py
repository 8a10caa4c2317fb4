"""One measurement: what was seen of a page, what was seen of its floor, and their ratios."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median

LATEST = Path(__file__).parent / "latest.json"


class BenchError(Exception):
    """The run cannot go on: a page answered wrongly, or something is missing."""


@dataclass(frozen=True)
class Load:
    """One run of the load generator against one address; times in milliseconds."""

    rps: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class Cost:
    """What one warmed request of a page takes: statements, those that write, and its size."""

    queries: int
    writes: int
    bytes: int
    gzip_bytes: int


@dataclass(frozen=True)
class Measurement:
    """A page as somebody sees it, over `c` connections; one object of latest.json."""

    page: str
    who: str
    c: int
    posts: int
    rps: float
    p50_ms: float
    p95_ms: float
    queries: int
    writes: int
    bytes: int
    gzip_bytes: int
    floor_rps: float
    floor_p50_ms: float
    ratio_rps: float
    ratio_p50: float


@dataclass(frozen=True)
class Round:
    """A page's run and the runs of its floor just before and just after it."""

    load: Load
    floors: tuple[Load, ...]

    @property
    def floor_rps(self) -> float:
        return fmean(floor.rps for floor in self.floors)

    @property
    def floor_p50_ms(self) -> float:
        return fmean(floor.p50_ms for floor in self.floors)


def summed_up(
    page: str, who: str, c: int, posts: int, rounds: list[Round], cost: Cost
) -> Measurement:
    """The medians over the rounds; ratios are taken within each round first."""
    return Measurement(
        page=page, who=who, c=c, posts=posts,
        rps=round(median(r.load.rps for r in rounds), 1),
        p50_ms=round(median(r.load.p50_ms for r in rounds), 2),
        p95_ms=round(median(r.load.p95_ms for r in rounds), 2),
        floor_rps=round(median(r.floor_rps for r in rounds), 1),
        floor_p50_ms=round(median(r.floor_p50_ms for r in rounds), 2),
        ratio_rps=round(median(r.load.rps / r.floor_rps for r in rounds), 3),
        ratio_p50=round(median(r.load.p50_ms / r.floor_p50_ms for r in rounds), 3),
        **asdict(cost),
    )  # fmt: skip


def write(measurements: list[Measurement], path: Path = LATEST) -> None:
    """Write one JSON object for each measurement."""
    path.write_text(json.dumps([asdict(one) for one in measurements], indent=1) + "\n")
