"""What a log line may hold: an allow-list, so that a new field cannot leak by accident."""

import hashlib
import hmac
from uuid import UUID

from celery import current_task
from django.conf import settings
from structlog import DropEvent
from structlog.contextvars import get_contextvars

KNOWN = {
    "event", "timestamp", "logger", "level", "request_id", "correlation_id", "member", "code",
    "route", "method", "exception", "task", "task_id", "parent_task_id", "duration_ms", "verb",
    "activity", "letter", "attempts", "error", "count", "command", "name",
    "export", "erasure", "rule",
}  # fmt: skip


def one_line_a_request(logger, method_name: str, line: dict) -> dict:
    """A request is told of when it is finished, not when it starts as well."""
    if line.get("event") == "request_started":
        raise DropEvent
    return line


def keep_only_known(logger, method_name: str, line: dict) -> dict:
    return {name: value for name, value in line.items() if name in KNOWN}


def pseudonymous_member(logger, method_name: str, line: dict) -> dict:
    """Replace the member's id by a keyed hash: lines of one person can be followed, not named."""
    if (member := line.pop("user_id", None)) is not None:
        key = f"logs:{settings.SECRET_KEY}".encode()
        line["member"] = hmac.new(key, str(member).encode(), hashlib.sha256).hexdigest()[:12]
    return line


def trace_id() -> UUID | None:
    """The request or the job in which something is done, as lines of the log name it."""
    job = current_task.request.id if current_task else None
    found = get_contextvars().get("request_id") or job
    try:
        return UUID(str(found)) if found else None
    except ValueError:
        return None
