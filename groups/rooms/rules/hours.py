"""When a group's room is open: by the clock of the group's time zone, over midnight and clock changes."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from groups.rooms.models import Room

WEEK = 7


class Hours(NamedTuple):
    """Whether a room is open, and when that ends; None: it does not."""

    is_open: bool
    until: datetime | None


def hours_of(room: Room, now: datetime) -> Hours:
    """Whether a room is open by its hours just now, and until when it stays so.

    Tuesdays from 22:00 to 02:00: at one in the morning of a Wednesday it is open, for an hour.
    """
    if not has_hours(room):
        return Hours(True, None)
    until = None
    for opens, closes in _windows(room, now):
        if until is None and opens > now:
            return Hours(False, opens)
        if until is None and closes > now:
            until = closes
        elif until is not None and opens > until:
            return Hours(True, until)
        elif until is not None:
            until = max(until, closes)
    return Hours(until is not None, None)  # one window leads into the next, all week long


def has_hours(room: Room) -> bool:
    return bool(room.open_days) or room.opens_at is not None


def _windows(room: Room, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The times at which it is open around now, in order: from yesterday's to those of next week.

    Compared in UTC: two times of one zone are compared by their clocks, which clock changes fool.
    """
    zone = ZoneInfo(room.group.time_zone)
    today = now.astimezone(zone).date()
    opens_at, closes_at = room.opens_at or time(0), room.closes_at or time(0)
    for shift in range(-1, WEEK + 2):
        day = today + timedelta(days=shift)
        if room.open_days and day.weekday() not in room.open_days:
            continue
        last = day + timedelta(days=1) if closes_at <= opens_at else day
        opens = datetime.combine(day, opens_at, zone).astimezone(UTC)
        closes = datetime.combine(last, closes_at, zone).astimezone(UTC)
        if closes > opens:  # an hour that clocks skip has no length
            yield opens, closes
