"""Temporary tables that put a dump's rows in order: answers stand anywhere in the file.

They live on the database's disk, are seen by this connection alone and go with it.
"""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction

from .report import Report
from .stackexchange import SYSTEM_USER, Dump, Kind, Person
from .xmlrows import DumpError

FETCH = 500  # rows at a time
PARTS = {Kind.QUESTION: "Posts.xml", Kind.ANSWER: "Posts.xml", Kind.COMMENT: "Comments.xml"}

LOCK = "SELECT pg_try_advisory_lock(hashtext('import'), hashtext(%s))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('import'), hashtext(%s))"
CREATE = """
DROP TABLE IF EXISTS pg_temp.import_entry, pg_temp.import_person, pg_temp.import_vote;
CREATE TEMPORARY TABLE import_entry (
    place bigint GENERATED ALWAYS AS IDENTITY, kind smallint, id bigint, thread_id bigint,
    parent_id bigint, owner_id bigint, owner_name text, posted_at timestamptz,
    edited_at timestamptz, score integer, title text, tags text[], is_locked boolean,
    accepted_id bigint, body text);
CREATE TEMPORARY TABLE import_person (
    place bigint GENERATED ALWAYS AS IDENTITY, id bigint, name text, about text,
    joined_at timestamptz);
CREATE TEMPORARY TABLE import_vote (id bigint, post_id bigint);
"""
DROP = "DROP TABLE IF EXISTS pg_temp.import_entry, pg_temp.import_person, pg_temp.import_vote"
COPY_ENTRIES = """COPY import_entry (kind, id, thread_id, parent_id, owner_id, owner_name, posted_at,
    edited_at, score, title, tags, is_locked, accepted_id, body) FROM STDIN"""
COPY_PEOPLE = "COPY import_person (id, name, about, joined_at) FROM STDIN"
COPY_VOTES = "COPY import_vote (id, post_id) FROM STDIN"

# Comments number their rows on their own; everything else shares the numbers of posts.
DELETE_COPIES = """DELETE FROM import_entry WHERE place IN (
    SELECT place FROM (SELECT place, row_number() OVER (
        PARTITION BY kind = 3, id ORDER BY place) AS copy FROM import_entry) numbered
    WHERE copy > 1) RETURNING kind, id"""
DELETE_COPIED_PEOPLE = """DELETE FROM import_person WHERE place IN (
    SELECT place FROM (SELECT place, row_number() OVER (
        PARTITION BY id ORDER BY place) AS copy FROM import_person) numbered
    WHERE copy > 1) RETURNING id"""
DELETE_IDLE_SYSTEM_USER = """DELETE FROM import_person WHERE id = %s AND NOT EXISTS (
    SELECT FROM import_entry e WHERE e.kind > 0 AND e.owner_id = import_person.id)"""

PEOPLE = "SELECT id, name, about, joined_at FROM import_person ORDER BY id"
STRAY_VOTES = """SELECT v.id, v.post_id FROM import_vote v WHERE NOT EXISTS (
    SELECT FROM import_entry e WHERE e.kind < 3 AND e.id = v.post_id) ORDER BY v.id"""
ENTRIES = """
SELECT e.kind, e.id, coalesce(e.thread_id, post.thread_id) AS thread_id, e.parent_id,
       person.id AS author_id, e.owner_id, e.owner_name, e.posted_at, e.edited_at, e.score,
       e.title, e.tags, e.is_locked, e.accepted_id, e.body
FROM import_entry e
LEFT JOIN import_entry post ON e.kind = 3 AND post.kind IN (1, 2) AND post.id = e.parent_id
LEFT JOIN import_person person ON person.id = e.owner_id
WHERE e.kind > 0
ORDER BY 3 NULLS FIRST, e.kind <> 1, e.posted_at, e.kind, e.id
"""


class StagedEntry(NamedTuple):
    kind: int
    id: int
    thread_id: int | None
    parent_id: int | None
    author_id: int | None  # an id in Users.xml
    owner_id: int | None  # as the row says, which may be nobody in Users.xml
    owner_name: str
    posted_at: datetime
    edited_at: datetime | None
    score: int
    title: str
    tags: list[str]
    is_locked: bool
    accepted_id: int | None
    body: str

    @property
    def file(self) -> str:
        return PARTS[Kind(self.kind)]

    @property
    def part(self) -> str:
        """Comments number their rows on their own: part of a post's `source`."""
        return "comment" if self.kind == Kind.COMMENT else "post"


class Staging:
    """The rows of one dump in order, while the `with` block lasts.

    Raises DumpError when another import of the same dump is under way.
    """

    def __init__(self, dump: Dump, report: Report):
        self.dump, self.report = dump, report
        self._cursors = contextlib.ExitStack()

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [self.dump.source])
            if not cursor.fetchone()[0]:
                raise DumpError(f"An import of {self.dump.name} is under way already.")
            cursor.execute(CREATE)
        return self

    def __exit__(self, *error):
        # After an error the connection may take no statement; its end frees both anyway.
        with contextlib.suppress(DatabaseError):
            self._cursors.close()
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK, [self.dump.source])
                cursor.execute(DROP)

    def fill(self) -> None:
        """Read every file once. Raises DumpError before anything else is written."""
        self._copy(COPY_ENTRIES, self.dump.posts(self.report))
        self._copy(COPY_ENTRIES, self.dump.comments(self.report))
        self._copy(COPY_PEOPLE, self.dump.people(self.report))
        self._copy(COPY_VOTES, self.dump.votes(self.report))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE import_entry; ANALYZE import_person; ANALYZE import_vote")
        self._leave_out()

    def people(self) -> Iterator[Person]:
        """Everybody of the dump; its system user only where it has written something."""
        return (Person(*row) for row in self._stream(PEOPLE))

    def threads(self) -> Iterator[list[StagedEntry]]:
        """Question, answers and comments by thread: the question first, the rest by time.

        A comment whose post is not in the dump is reported; a thread may lack its question.
        """
        return (list(rows) for _, rows in groupby(self._placed(), attrgetter("thread_id")))

    def _placed(self) -> Iterator[StagedEntry]:
        for row in map(StagedEntry._make, self._stream(ENTRIES)):
            if row.thread_id is None:
                self.report.skip(row.file, row.id, "orphan_comment", f"post {row.parent_id}")
            else:
                yield row

    def _copy(self, statement: str, rows: Iterable[tuple]) -> None:
        # A transaction of its own: a file that is refused leaves the connection usable.
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def _leave_out(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(DELETE_COPIES)
            for kind, row_id in cursor.fetchall():
                file = PARTS.get(Kind(kind), "Posts.xml")
                self.report.skip(file, row_id, "duplicate")
            cursor.execute(DELETE_COPIED_PEOPLE)
            for (row_id,) in cursor.fetchall():
                self.report.skip("Users.xml", row_id, "duplicate")
            cursor.execute(DELETE_IDLE_SYSTEM_USER, [SYSTEM_USER])
            if cursor.rowcount:
                self.report.skip("Users.xml", SYSTEM_USER, "system_user", "has written nothing")
        for vote_id, post_id in self._stream(STRAY_VOTES):
            self.report.skip("Votes.xml", vote_id, "votes_without_post", f"post {post_id}")

    def _stream(self, statement: str) -> Iterator[tuple]:
        """Rows of a query, a few at a time; the cursor outlives the transactions in between."""
        cursor = self._cursors.enter_context(connection.chunked_cursor())
        cursor.execute(statement)
        while rows := cursor.fetchmany(FETCH):
            yield from rows
