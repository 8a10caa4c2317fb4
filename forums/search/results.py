"""One page of what was found, in an order that pages can be cut at."""

import re
from dataclasses import dataclass, field

from .candidates import Candidate
from .kinds import KINDS, Hit, Kind
from .wanted import Wanted

PAGE = 20
BESIDE = 3  # people, and groups, under the first page of everything
CURSOR = re.compile(r"(\d{1,12})-(\d{1,18})-([a-z]{1,12})")

Key = tuple[int, int, str]


@dataclass
class Results:
    """What a page shows."""

    hits: list[Hit] = field(default_factory=list)
    beside: list[Hit] = field(default_factory=list)
    total: int = 0
    is_all: bool = True  # whether `total` is the whole number
    after: str = ""  # the cursor of the next page
    is_first: bool = True


def kinds_of(wanted: Wanted) -> list[Kind]:
    """The kinds this person may choose from."""
    return [
        kind for kind in KINDS.values() if wanted.member.is_authenticated or not kind.for_members
    ]


def search(wanted: Wanted, after: str) -> Results:
    """A page of results behind a cursor; what is shown is asked for again as this person sees it."""
    offered = kinds_of(wanted)
    chosen = [kind for kind in offered if kind.name == wanted.on.get("in")]
    if not wanted.asked:
        return Results()
    searched = chosen or [kind for kind in offered if kind.has_words]
    found = [kind.find(wanted) for kind in searched if not (wanted.nowhere and kind.has_words)]
    ordered = sorted((c for each in found for c in each.candidates), key=_key(wanted), reverse=True)
    cut = _parse(after)
    rest = [c for c in ordered if cut is None or _key(wanted)(c) < cut]
    page = rest[:PAGE]
    results = Results(_shown(page, wanted), total=len(ordered), is_first=cut is None)
    results.is_all = all(each.is_all for each in found)
    if len(rest) > PAGE:
        results.after = "-".join(map(str, _key(wanted)(page[-1])))
    if not chosen and cut is None and not wanted.chips():
        for kind in offered:
            if not kind.has_words:
                results.beside += _shown(kind.find(wanted).candidates[:BESIDE], wanted)
        results.total += len(results.beside)
    return results


def _key(wanted: Wanted):
    """What orders results: best match or newest first; ids and kinds so that no two are equal."""

    def key(candidate: Candidate) -> Key:
        first = candidate.at if wanted.newest_first else candidate.rank
        return max(first, 0), candidate.pk, candidate.kind

    return key


def _parse(cursor: str) -> Key | None:
    found = CURSOR.fullmatch(cursor)
    return (int(found[1]), int(found[2]), found[3]) if found else None


def _shown(candidates: list[Candidate], wanted: Wanted) -> list[Hit]:
    """Hits in the order of their candidates, without what this person no longer sees."""
    hits = {}
    for name, kind in KINDS.items():
        ids = [c.pk for c in candidates if c.kind == name]
        if ids:
            rows = kind.visible_to(wanted.member).filter(pk__in=ids)
            hits[name] = kind.show(rows, wanted)
    return [hits[c.kind][c.pk] for c in candidates if c.pk in hits[c.kind]]
