"""The demo's mail folder, read back for a page."""

import secrets
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend
from django.http import Http404

MOST = 100


class LetterFiles(EmailBackend):
    """A file for each letter; Django's own names for them repeat within a second."""

    def _get_filename(self):
        if self._fname is None:
            self._fname = str(Path(self.file_path) / f"{time.time_ns()}-{secrets.token_hex(4)}.log")
        return self._fname


def messages_in() -> list[dict[str, str]]:
    """The latest letters as `read_letter` gives them. 404 outside the demo."""
    if not settings.DEMO:
        raise Http404
    folder = Path(settings.MAIL_FOLDER)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [read_letter(file) for file in files[:MOST]]


def read_letter(file: Path) -> dict[str, str]:
    """One letter's to, subject, date, message_id and plain text."""
    raw = file.read_bytes().rpartition(b"\n" + b"-" * 79)[0]
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    names = {"to": "To", "subject": "Subject", "date": "Date", "message_id": "Message-ID"}
    return {name: str(mail[header] or "") for name, header in names.items()} | {"text": text}
