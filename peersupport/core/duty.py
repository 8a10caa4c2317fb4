"""Whether somebody is on duty: read from a file, because the way to help outlives the database.

Beat writes the file each minute and every change of the rota at once. It holds times and no names.
When it is missing or too old, nobody knows, and pages say nothing about it.
"""

import json
import logging
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

log = logging.getLogger(__name__)
TRUSTED_FOR = timedelta(minutes=15)
Span = tuple[datetime, datetime]


class Duty(NamedTuple):
    """`until`: when that changes as it is planned; None while nobody is planned at all."""

    is_known: bool
    is_on: bool = False
    until: datetime | None = None

    @property
    def is_near(self) -> bool:
        """Whether the hour alone says when."""
        return self.until is not None and self.until - timezone.now() < timedelta(hours=20)


def on_duty_now() -> Duty:
    """Whether anybody is on duty just now, and until when. Asks no database and no Redis."""
    now = timezone.now()
    try:
        plan = json.loads(Path(settings.DUTY_FILE).read_text(encoding="utf-8"))
        written_at = datetime.fromisoformat(plan["written_at"])
        spans = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in plan["spans"]]
        if not written_at - TRUSTED_FOR < now < written_at + TRUSTED_FOR:
            return Duty(is_known=False)
        return duty_at(now, spans)
    except (OSError, ValueError, KeyError, TypeError):
        return Duty(is_known=False)


def duty_at(moment: datetime, spans: Iterable[Span]) -> Duty:
    """What spans of time say of a moment: shifts that meet or overlap are one."""
    until = moment
    later = sorted(span for span in spans if span[1] > moment)
    for starts_at, ends_at in later:
        if starts_at > until:
            break
        until = max(until, ends_at)
    if until > moment:
        return Duty(is_known=True, is_on=True, until=until)
    return Duty(is_known=True, until=later[0][0] if later else None)


def write_spans(spans: Iterable[Span]) -> None:
    """Keep what is planned where pages find it. A disk that refuses makes pages say nothing."""
    plan = {
        "written_at": timezone.now().isoformat(),
        "spans": [[starts_at.isoformat(), ends_at.isoformat()] for starts_at, ends_at in spans],
    }
    path = Path(settings.DUTY_FILE)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.write_text(json.dumps(plan), encoding="utf-8")
        draft.replace(path)
    except OSError:
        log.warning("duty_not_written")
