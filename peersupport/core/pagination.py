"""Paging by key: the link to the next page names the last row, so depth costs nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Cursor = tuple[datetime, int]


@dataclass(frozen=True)
class KeyedPage:
    """Rows of a list and the cursors to its neighbours ("" where there is none)."""

    rows: list
    newer: str = ""
    older: str = ""
    top: str = ""  # the cursor of the very first row, on the page that holds it


def encode_cursor(at: datetime, pk: int) -> str:
    """A cursor for an address: microseconds since 1970 UTC and the row's id."""
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{pk}"


def parse_cursor(text: str | None) -> Cursor | None:
    """The (time, id) of a cursor; None for anything that is not one."""
    at, _, pk = (text or "").partition("-")
    if not (at.isascii() and at.isdigit() and pk.isascii() and pk.isdigit()) or len(at + pk) > 36:
        return None
    try:
        return EPOCH + timedelta(microseconds=int(at)), min(int(pk), 2**63 - 1)
    except OverflowError:
        return None


def keyed_page(queryset, params, size: int, by: str = "last_post_at") -> KeyedPage:
    """One page of a queryset that knows `before(cursor)` and `after(cursor)`, ordered by `by`.

    `params` may hold `before` or `after`. One row more than `size` is fetched to see whether
    there is another page.
    """
    after = parse_cursor(params.get("after"))
    if after:
        found = list(queryset.after(after)[: size + 1])
        rows = found[:size][::-1]
        has_newer, has_older = len(found) > size, bool(rows)
    else:
        before = parse_cursor(params.get("before"))
        found = list(queryset.before(before)[: size + 1])
        rows = found[:size]
        has_newer, has_older = before is not None, len(found) > size
    if not rows:
        return KeyedPage([], top="" if after or params.get("before") else "0-0")
    return KeyedPage(
        rows,
        newer=encode_cursor(getattr(rows[0], by), rows[0].pk) if has_newer else "",
        older=encode_cursor(getattr(rows[-1], by), rows[-1].pk) if has_older else "",
        top="" if has_newer else encode_cursor(getattr(rows[0], by), rows[0].pk),
    )
