"""Word by word, what changed between two texts."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_WORDS = 6_000  # beyond that the comparison would take seconds; whole lines are compared


class Change(NamedTuple):
    """A run of text: `same`, `added` or `removed`."""

    kind: str
    text: str


def changes(before: str, after: str) -> list[Change]:
    """The runs that lead from one text to the other; joined without the removed: `after`."""
    split = r"\s+|\w+|[^\w\s]" if len(before) + len(after) < MOST_WORDS * 5 else r"[^\n]*\n|[^\n]+"
    old, new = re.findall(split, before), re.findall(split, after)
    return list(_runs(old, new))


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
