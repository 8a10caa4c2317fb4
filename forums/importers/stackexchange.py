"""The files of a Stack Exchange dump as typed rows. Reads and checks; writes nothing."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from .report import Report
from .xmlrows import DumpError, Malformed, rows

REQUIRED = ("Posts.xml", "Users.xml", "Comments.xml")
OPTIONAL = ("Votes.xml",)
SYSTEM_USER = -1
TAG_WIKI = {"4", "5"}
NAME_ROOM = 26  # characters of a folder name that fit into `Member.source` after "stackexchange:"
MOST = {"id": 2**63, "score": 2**31}
_ANGLED = re.compile(r"<([^<>]+)>")


class Kind(IntEnum):
    """What a row becomes. OTHER is known to be in the dump and not imported."""

    OTHER = 0
    QUESTION = 1
    ANSWER = 2
    COMMENT = 3


class Person(NamedTuple):
    id: int
    name: str
    about: str  # HTML
    joined_at: datetime


class Entry(NamedTuple):
    """A question, answer or comment. `thread_id` is the question's id; comments have to look."""

    kind: Kind
    id: int
    thread_id: int | None = None
    parent_id: int | None = None  # the post that a comment stands under
    owner_id: int | None = None
    owner_name: str = ""
    posted_at: datetime | None = None
    edited_at: datetime | None = None
    score: int = 0
    title: str = ""
    tags: list[str] = []  # noqa: RUF012  never changed
    is_locked: bool = False
    accepted_id: int | None = None
    body: str = ""


class Vote(NamedTuple):
    id: int
    post_id: int


class BadRow(Exception):  # noqa: N818  it names the row
    """A row that cannot be imported: `reason` is counted, `detail` stands in the report."""

    def __init__(self, reason: str, detail: object = ""):
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Dump:
    """A folder with the files of one site."""

    folder: Path
    files: dict[str, Path]

    @classmethod
    def open(cls, folder: Path) -> "Dump":
        """Raises DumpError when there is no folder or a required file is not in it."""
        folder = folder.expanduser().resolve()
        if not folder.is_dir():
            raise DumpError(f"{folder} is not a folder.")
        present = {path.name.lower(): path for path in folder.iterdir() if path.is_file()}
        missing = [name for name in REQUIRED if name.lower() not in present]
        if missing:
            raise DumpError(f"{folder} has no {', '.join(missing)}.")
        names = [name for name in REQUIRED + OPTIONAL if name.lower() in present]
        return cls(folder, {name: present[name.lower()] for name in names})

    @property
    def name(self) -> str:
        """The folder's name, shortened to what a member's `source` has room for."""
        name = re.sub(r"[^\w.-]+", "-", self.folder.name) or "dump"
        if len(name) <= NAME_ROOM:
            return name
        return f"{name[:17]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    @property
    def source(self) -> str:
        return f"stackexchange:{self.name}"

    def posts(self, report: Report) -> Iterator[Entry]:
        """Questions and answers; what else has an id comes as Kind.OTHER, bare."""
        for row in self._rows("Posts.xml", report):
            try:
                yield _post(row)
            except BadRow as bad:
                report.skip("Posts.xml", row.get("Id", ""), bad.reason, bad.detail)
                if (known := _integer(row.get("Id"))) is not None:
                    yield Entry(Kind.OTHER, known)

    def comments(self, report: Report) -> Iterator[Entry]:
        return self._typed("Comments.xml", _comment, report)

    def people(self, report: Report) -> Iterator[Person]:
        return self._typed("Users.xml", _person, report)

    def votes(self, report: Report) -> Iterator[Vote]:
        """Nothing when the dump comes without votes."""
        return self._typed("Votes.xml", _vote, report)

    def _typed[Row](
        self, name: str, typed: Callable[[dict[str, str]], Row], report: Report
    ) -> Iterator[Row]:
        for row in self._rows(name, report):
            try:
                yield typed(row)
            except BadRow as bad:
                report.skip(name, row.get("Id", ""), bad.reason, bad.detail)

    def _rows(self, name: str, report: Report) -> Iterator[dict[str, str]]:
        if name not in self.files:
            return
        for row in rows(self.files[name], name.removesuffix(".xml").lower()):
            if isinstance(row, Malformed):
                report.skip(name, "", "malformed", f"line {row.line}: {row.detail}")
            else:
                yield row


def tags_of(text: str) -> list[str]:
    """The tags of `<a><b>`, as dumps were until 2023, or of `|a|b|`, as they are now."""
    names = _ANGLED.findall(text) if "<" in text else text.split("|")
    return list(dict.fromkeys(name.strip()[:60] for name in names if name.strip()))


def _post(row: dict[str, str]) -> Entry:
    post_id, kind = _id(row, "Id"), row.get("PostTypeId")
    if kind in TAG_WIKI:
        raise BadRow("tag_wiki")
    if kind not in {"1", "2"}:
        raise BadRow("other_post_type", kind)
    entry = Entry(
        kind=Kind(int(kind)),
        id=post_id,
        thread_id=post_id,
        owner_id=_owner(row, "OwnerUserId"),
        owner_name=row.get("OwnerDisplayName", ""),
        posted_at=_time(row, "CreationDate"),
        edited_at=_time(row, "LastEditDate") if row.get("LastEditDate") else None,
        score=_score(row),
        body=row.get("Body", ""),
    )
    if entry.kind == Kind.ANSWER:
        return entry._replace(thread_id=_id(row, "ParentId"))
    if not row.get("Title", "").strip():
        raise BadRow("no_title")
    return entry._replace(
        title=row["Title"].strip(),
        tags=tags_of(row.get("Tags", "")),
        is_locked=bool(row.get("ClosedDate")),
        accepted_id=_integer(row.get("AcceptedAnswerId")),
    )


def _comment(row: dict[str, str]) -> Entry:
    return Entry(
        kind=Kind.COMMENT,
        id=_id(row, "Id"),
        parent_id=_id(row, "PostId"),
        owner_id=_owner(row, "UserId"),
        owner_name=row.get("UserDisplayName", ""),
        posted_at=_time(row, "CreationDate"),
        score=_score(row),
        body=row.get("Text", ""),
    )


def _person(row: dict[str, str]) -> Person:
    user_id = _integer(row.get("Id"))
    if user_id is None or (user_id < 1 and user_id != SYSTEM_USER):
        raise BadRow("bad_id", row.get("Id"))
    return Person(
        user_id, row.get("DisplayName", ""), row.get("AboutMe", ""), _time(row, "CreationDate")
    )


def _vote(row: dict[str, str]) -> Vote:
    return Vote(_id(row, "Id"), _id(row, "PostId"))


def _id(row: dict[str, str], name: str) -> int:
    number = _integer(row.get(name))
    if number is None or number < 0:
        raise BadRow("bad_id", f"{name}: {row.get(name, 'missing')}")
    return number


def _owner(row: dict[str, str], name: str) -> int | None:
    return _integer(row.get(name)) if row.get(name) else None


def _score(row: dict[str, str]) -> int:
    score = _integer(row.get("Score", "0"), MOST["score"])
    if score is None:
        raise BadRow("bad_score", row["Score"])
    return score


def _integer(text: str | None, most: int = MOST["id"]) -> int | None:
    if not text or not re.fullmatch(r"-?[0-9]{1,19}", text):
        return None
    return number if abs(number := int(text)) < most else None


def _time(row: dict[str, str], name: str) -> datetime:
    """Dumps tell the time in UTC without saying so."""
    try:
        at = datetime.fromisoformat(row.get(name, ""))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRow("bad_date", f"{name}: {row.get(name, 'missing')}") from None
