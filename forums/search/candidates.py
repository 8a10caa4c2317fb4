"""The newest matches among topics or replies, found in bounded time however common the words are.

PostgreSQL's guess how many rows match is too far off to choose the way by, for phrases and
beginnings of words above all. So a look at the latest few hundred rows decides: rare words are
taken from the index, common ones from the newest rows, one by one, as far as a window reaches.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet, Value
from django.db.models.functions import Cast, Extract

from .asked import Asked
from .wanted import Wanted

MOST = 500  # of each kind are ranked
SAMPLE = 500
BY_INDEX = 10_000  # rows that may be fetched by the index
OFTEN = 0.1  # of the latest rows: then the newest rows hold enough
WINDOW = 10_000  # of the newest rows, looked through one by one
LOOK = """SELECT coalesce(max(id), 0), count(*) FILTER (WHERE words @@ %(query)s::tsquery)
FROM (SELECT id, words FROM {table} ORDER BY id DESC LIMIT {sample}) AS latest"""


PLANS = """SELECT set_config(name, %s, true) FROM unnest(ARRAY[
  'enable_sort', 'enable_hashjoin', 'enable_mergejoin', 'enable_seqscan']) AS name"""


class Candidate(NamedTuple):
    """A match, before it is known what is shown of it."""

    rank: int
    at: int  # seconds since 1970
    pk: int
    kind: str


class Found(NamedTuple):
    """Candidates, and whether there may be more than these."""

    candidates: list[Candidate]
    is_all: bool


def newest(rows: QuerySet, wanted: Wanted, kind: str) -> Found:
    """The newest rows that match; `rows` are those this person may see, narrowed by filters."""
    asked = wanted.asked
    last, share = _look(rows.model._meta.db_table, asked)
    # What orders them, and nothing for the other: a thousand times are slow to read.
    nothing, at = Value(0), Cast(Extract("posted_at", "epoch"), BigIntegerField())
    columns = [*((nothing, at) if wanted.newest_first else (asked.rank(), nothing)), "id"]
    by_index = wanted.is_about_few or (share * last <= BY_INDEX and share < OFTEN)
    if by_index:
        found = rows.filter(asked.matching()).order_by((F("id") + 0).desc())
        few = rows.model._default_manager.filter(pk__in=found.values("pk")[: MOST + 1])
        values = list(few.values_list(*columns))
    else:
        found = rows.filter(asked.matching(by_index=False), id__gt=last - WINDOW)
        few = found.order_by("-id")[: MOST + 1]
        with _walking():
            values = list(few.values_list(*columns))
    candidates = [Candidate(*value, pk, kind) for *value, pk in values]
    candidates.sort(key=lambda candidate: -candidate.pk)
    is_all = len(candidates) <= MOST and (by_index or last <= WINDOW)
    return Found(candidates[:MOST], is_all)


def _look(table: str, asked: Asked) -> tuple[int, float]:
    """The last row's id, and the share of the latest rows that hold all words asked for."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK.format(table=table, sample=SAMPLE), {"query": asked.loose})
        last, matching = cursor.fetchone()
    return last, matching / SAMPLE


@contextmanager
def _walking() -> Iterator[None]:
    """Go along the index and stop at the last row needed, whatever PostgreSQL believes of words."""
    with connection.cursor() as cursor:
        cursor.execute(PLANS, ["off"])
        yield
        cursor.execute(PLANS, ["on"])
