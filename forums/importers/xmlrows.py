"""Rows of an XML dump, one after the other: constant memory, no entities, nothing fetched."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

CHUNK = 64 * 1024  # bytes; dumps have a row a line, most of them shorter
LONGEST_ROW = 4 * 1024 * 1024  # bytes; more than that in one tag is a broken file


class DumpError(Exception):
    """The dump cannot be imported at all; its text is for whoever typed the command."""


class Malformed(NamedTuple):
    """A place in the file that is not XML. The rows after it are read all the same."""

    line: int
    detail: str


def rows(path: Path, root: str) -> Iterator[dict[str, str] | Malformed]:
    """The attributes of every `<row>` in the file, or a Malformed where the XML is broken.

    Raises DumpError for a file whose root is not `root`, that is not XML, or whose DOCTYPE
    declares anything: entities can unfold to any size. A DOCTYPE that only names a file is
    passed over.
    """
    reader = _Reader(path.name, root)
    with path.open("rb") as file:
        while chunk := file.readline(CHUNK):
            yield from reader.read(chunk)
    yield from reader.end()


class _Reader:
    def __init__(self, name: str, root: str):
        self.name, self.root = name, root
        self.found: list[dict[str, str]] = []
        self.line = 1
        self.unread = 0  # bytes since the last whole row
        self.has_root = self.is_lost = False
        self.parser = self._new_parser()

    def read(self, chunk: bytes) -> list[dict[str, str] | Malformed]:
        starts_row = chunk.lstrip().startswith(b"<row")
        if self.is_lost and not starts_row:
            self.line += chunk.endswith(b"\n")
            return []
        self.is_lost = False
        broken = self._parse(chunk)
        if broken and starts_row:  # the fault may be an open quote in the row before this one
            self.is_lost = bool(self._parse(chunk))
        elif broken:
            self.is_lost = True
        found: list[dict[str, str] | Malformed] = [*broken, *self.found]
        self.found = []
        self.line += chunk.endswith(b"\n")
        return found

    def end(self) -> list[Malformed]:
        if self.is_lost:
            return []
        return self._parse(b"", last=True)

    def _parse(self, chunk: bytes, *, last: bool = False) -> list[Malformed]:
        """Feed the parser; after a fault, give the place and go on with a new parser."""
        self.found = []
        self.unread += len(chunk)
        try:
            self.parser.Parse(chunk, last)
            if self.unread <= LONGEST_ROW:
                return []
            detail = "a row without end"
        except expat.ExpatError as error:
            detail = expat.ErrorString(error.code)
        if not self.has_root:
            raise DumpError(f"{self.name} is not an XML dump: {detail}.")
        self.parser = self._new_parser()
        self.parser.Parse(f"<{self.root}>".encode())
        return [Malformed(self.line, detail)]

    def _new_parser(self):
        parser = expat.ParserCreate("utf-8" if self.has_root else None)
        parser.SetReparseDeferralEnabled(False)  # a fault shows in its own line
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        self.unread = 0
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.unread = 0
        if name == "row" and self.has_root:
            self.found.append(attributes)
        elif not self.has_root and name.lower() != self.root:
            raise DumpError(f"{self.name} begins with <{name[:40]}>, not with <{self.root}>.")
        self.has_root = True

    def _doctype(self, name, system_id, public_id, has_internal_subset) -> None:  # noqa: ARG002
        if has_internal_subset:
            self._entity()

    def _entity(self, *declaration) -> None:
        raise DumpError(
            f"{self.name} has a DOCTYPE with declarations of its own, which could unfold to any"
            " size. A genuine dump has none: nothing was imported."
        )
