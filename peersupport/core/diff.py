"""Word by word, what changed between two texts."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

MOST_WORDS = 6_000  # beyond that the comparison would take seconds; whole lines are compared
WORDS = r"\s+|\w+(?:['’]\w+)*|[^\w\s]"
LINES = r"[^\n]*\n|[^\n]+"


class Change(NamedTuple):
    """A run of text: `same`, `added` or `removed`."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Change]:
    """The runs that lead from one text to the other; joined without the removed: `after`.

    Words that changed one after another are one change, not one for each word.
    """
    split = WORDS if len(before) + len(after) < MOST_WORDS * 5 else LINES
    old, new = re.findall(split, before), re.findall(split, after)
    return list(_together(list(_runs(old, new))))


def _runs(old: list[str], new: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > MOST_WORDS)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Change("same", "".join(new[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Change("removed", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Change("added", "".join(new[new_from:new_to]))


def _together(runs: list[Change]) -> Iterator[Change]:
    """Take changes together that only a space on one line keeps apart."""

    def is_kept(place: int) -> bool:
        kind, text = runs[place]
        between = 0 < place < len(runs) - 1
        return kind == "same" and not (between and text.isspace() and "\n" not in text)

    for kept, places in groupby(range(len(runs)), key=is_kept):
        group = [runs[place] for place in places]
        if kept or {run.kind for run in group} < {"removed", "added", "same"}:
            yield from group
            continue
        for kind in ("removed", "added"):
            yield Change(kind, "".join(run.text for run in group if run.kind in {kind, "same"}))
