"""Disclosure control: which figures of a report can be shown, so that none tells of a few people.

A figure is hidden when fewer than `threshold` people stand behind it. Then more are hidden, until
nobody can work out a hidden one: neither it alone, nor what the hidden ones of one sum come to
together. What stays is rounded to 5. A zero is shown: nobody stands behind it.

Method: cell suppression as in statistical offices (primary, then complementary, audited by solving
the sums as an onlooker would). No guarantee against somebody who knows part of the figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

THRESHOLD = 10  # people
STEP = 5
Key = Any  # whatever names a figure


@dataclass(frozen=True)
class Figure:
    """A count and how many different people stand behind it."""

    count: int
    people: int


@dataclass(frozen=True)
class Sum:
    """What everybody knows of a report: the parts of one of its figures make up the whole."""

    whole: Key
    parts: Sequence[Key]


def released(
    figures: Mapping[Key, Figure], sums: Sequence[Sum], *, threshold: int = THRESHOLD
) -> dict[Key, int | None]:
    """Each figure rounded to 5, or None where it is hidden."""
    hidden = {key for key, each in figures.items() if 0 < each.people < threshold or _odd(each)}
    while True:
        line = _telling_line(figures, sums, hidden, threshold)
        if line is None:
            return {
                key: None if key in hidden else rounded(each.count) for key, each in figures.items()
            }
        hidden.add(_next_to_hide(figures, line, hidden))


def rounded(count: int) -> int:
    """To the nearest 5."""
    return (count + STEP // 2) // STEP * STEP


def _odd(figure: Figure) -> bool:
    """A count of which nobody is known to stand behind: about whom it is, we do not know either."""
    return figure.count > 0 and figure.people == 0


def _telling_line(figures, sums, hidden, threshold) -> Sum | None:
    """A sum that gives something hidden away and has something left to hide, or None."""
    for each in sums:
        parts = [key for key in each.parts if key in hidden]
        if not parts or each.whole in hidden:
            continue
        together = sum(figures[key].count for key in parts)
        if len(parts) == 1 or together < threshold:
            return each
    known = determined(sums, hidden)
    if not known:
        return None
    near = [each for each in sums if known & _keys(each)]
    beside = [each for each in sums if hidden & _keys(each)]
    return next((s for s in near + beside if _shown(_keys(s), figures, hidden)), None)


def _keys(line: Sum) -> set:
    return {line.whole, *line.parts}


def _shown(keys, figures, hidden) -> list:
    """What could be hidden besides: zeros tell nothing and hide nothing."""
    return [key for key in keys if key not in hidden and figures[key].count]


def _next_to_hide(figures, line: Sum, hidden) -> Key:
    """The smallest of its parts that is shown, or else the whole."""
    parts = _shown(line.parts, figures, hidden)
    return min(parts, key=lambda key: (figures[key].count, repr(key))) if parts else line.whole


def determined(sums: Sequence[Sum], hidden: set) -> set:
    """Hidden figures whose value follows from the shown ones: solved as linear equations."""
    names = sorted(hidden, key=repr)
    rows = [
        [Fraction((name in each.parts) - (name == each.whole)) for name in names] for each in sums
    ]
    pivots = _reduce(rows, len(names))
    return {
        names[pivot] for row, pivot in zip(rows, pivots, strict=False)
        if sum(1 for value in row if value) == 1
    }  # fmt: skip


def _reduce(rows: list[list[Fraction]], width: int) -> list[int]:
    """Bring rows into reduced row echelon form, in place. Returns the columns of the pivots."""
    pivots: list[int] = []
    for column in range(width):
        at = len(pivots)
        found = next((i for i in range(at, len(rows)) if rows[i][column]), None)
        if found is None:
            continue
        rows[at], rows[found] = rows[found], rows[at]
        lead = rows[at][column]
        rows[at] = [value / lead for value in rows[at]]
        for i, row in enumerate(rows):
            if i != at and row[column]:
                factor = row[column]
                rows[i] = [a - factor * b for a, b in zip(row, rows[at], strict=True)]
        pivots.append(column)
    return pivots
