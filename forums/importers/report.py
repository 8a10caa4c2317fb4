import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

COLUMNS = ["file", "id", "outcome", "reason", "detail"]


class Report:
    """Counts of an import, and a CSV file that names each row that was left out, and why."""

    def __init__(self, folder: Path, name: str, at: datetime):
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}-{at:%Y%m%dT%H%M%S%f}.csv"
        self.topics = self.answers = self.comments = self.accepted = 0
        self.members = self.created = 0
        self.skipped: Counter[str] = Counter()

    def __enter__(self):
        self.path.touch(mode=0o600)
        self._file = self.path.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(COLUMNS)
        return self

    def __exit__(self, *error):
        self._file.close()

    def skip(self, file: str, row_id: object, reason: str, detail: object = "") -> None:
        """A row that is not imported."""
        self.skipped[reason] += 1
        self._csv.writerow([file, row_id, "skipped", reason, _cell(detail)])

    def note(self, file: str, row_id: object, reason: str, detail: object = "") -> None:
        """A row that is imported, though not quite as it was."""
        self._csv.writerow([file, row_id, "imported", reason, _cell(detail)])

    def counts(self) -> dict[str, Any]:
        """What the dump holds; `created` counts the posts and members that are new here."""
        return {
            "topics": self.topics,
            "answers": self.answers,
            "comments": self.comments,
            "accepted": self.accepted,
            "members": self.members,
            "skipped": dict(self.skipped.most_common()),
            "created": self.created,
            "report": str(self.path),
        }


def _cell(value: object) -> str:
    """Text that a spreadsheet does not take for a formula."""
    text = str(value)[:300]
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
