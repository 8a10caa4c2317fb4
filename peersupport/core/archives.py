"""A member's copy: one ZIP with JSON for machines, CSV for tables, their files and a page to read."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.template.loader import render_to_string

from .personal import Table

CHUNK = 256 * 1024  # bytes of a file that are in memory at once


class CopiedFile(NamedTuple):
    """A file for a member's copy: it is opened when its turn comes."""

    name: str  # in the archive
    at: datetime
    open: Callable[[], AbstractContextManager[BinaryIO]]
    is_packed: bool = False  # as pictures are: packing again makes nothing smaller


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_archive(
    path: Path, tables: Iterable[Table], files: Iterable[CopiedFile] = (), **about: Any
) -> int:
    """Write a copy to `path`. `about`: what the page says at its head. Returns its bytes."""
    tables = list(tables)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        page = render_to_string("members/export.html", {"tables": map(for_page, tables)} | about)
        archive.writestr("read-me-first.html", page)
        everything = {t.name: {"title": t.title, "rows": t.rows} for t in tables}
        archive.writestr("data.json", json.dumps(everything, ensure_ascii=False, indent=1))
        for each in tables:
            archive.writestr(f"tables/{each.name}.csv", as_csv(each))
        for file in files:
            _put(archive, file)
    path.chmod(0o600)
    return path.stat().st_size


def _put(archive: zipfile.ZipFile, file: CopiedFile) -> None:
    """In pieces, however large it is. One that is gone from the store is left out."""
    about = zipfile.ZipInfo(file.name, file.at.timetuple()[:6])
    about.compress_type = zipfile.ZIP_STORED if file.is_packed else zipfile.ZIP_DEFLATED
    try:
        source = file.open()
    except FileNotFoundError:
        return
    with source as read, archive.open(about, "w", force_zip64=True) as written:
        shutil.copyfileobj(read, written, CHUNK)


def as_csv(table: Table) -> str:
    """For spreadsheets: nothing that somebody typed is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([safe_cell(row[name]) for name in table.columns])
    return "\ufeff" + text.getvalue()  # the mark tells spreadsheets that it is UTF-8


def safe_cell(value: Any) -> Any:
    """A value as a spreadsheet shows it, never as one it computes."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def for_page(table: Table) -> dict[str, Any]:
    """Rows as pairs of a readable heading and a value; empty ones are left out."""
    rows = [
        [(name.replace("_", " "), row[name]) for name in table.columns if row[name] not in (None, "", [])]
        for row in table.rows
    ]  # fmt: skip
    return {"title": table.title, "rows": rows}
