"""How fast somebody looked, month by month, as a line: drawn here, without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from peersupport.core.durations import in_short

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 26, 28  # room for labels
STEPS = (5, 10, 15, 30, 60, 120, 240, 480, 1440)  # minutes between lines of the grid


@dataclass(frozen=True)
class Mark:
    """Something at a place of the chart, with its words."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Chart:
    path: str  # of an SVG path; it is broken where a month is not shown
    points: Sequence[Mark]
    grid: Sequence[Mark]
    months: Sequence[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - BOTTOM
    end: int = WIDTH - RIGHT


def chart_of(trend: Sequence[tuple[date, int | None]]) -> Chart | None:
    """Minutes by month, from 0 up. None where there are not two to join."""
    shown = [minutes for _day, minutes in trend if minutes is not None]
    if len(shown) < 2:
        return None
    step = next((each for each in STEPS if each * 4 >= max(shown)), STEPS[-1])
    top = -(-max(shown) // step) * step
    across = (WIDTH - LEFT - RIGHT) / (len(trend) - 1)

    def up(minutes: int) -> int:
        return round(HEIGHT - BOTTOM - minutes / top * (HEIGHT - TOP - BOTTOM))

    path, points, pen = [], [], "M"
    for number, (_day, minutes) in enumerate(trend):
        if minutes is None:
            pen = "M"
            continue
        mark = Mark(round(LEFT + number * across), up(minutes), in_short(minutes))
        points.append(mark)
        path.append(f"{pen}{mark.x} {mark.y}")
        pen = "L"
    grid = [Mark(LEFT - 8, up(each), in_short(each)) for each in range(0, top + 1, step)]
    months = [
        Mark(round(LEFT + number * across), HEIGHT - 8, date_format(day, "M"))
        for number, (day, _minutes) in enumerate(trend)
    ]
    return Chart(" ".join(path), points, grid, months)
