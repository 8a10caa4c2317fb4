"""A member's copy: one ZIP with JSON for machines, CSV for tables and a page to read."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from .personal import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_archive(path: Path, tables: Iterable[Table], **about: Any) -> int:
    """Write a copy to `path`. `about`: what the page says at its head. Returns its bytes."""
    tables = list(tables)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        page = render_to_string("members/export.html", {"tables": map(for_page, tables)} | about)
        archive.writestr("read-me-first.html", page)
        everything = {t.name: {"title": t.title, "rows": t.rows} for t in tables}
        archive.writestr("data.json", json.dumps(everything, ensure_ascii=False, indent=1))
        for each in tables:
            archive.writestr(f"tables/{each.name}.csv", as_csv(each))
    path.chmod(0o600)
    return path.stat().st_size


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
