"""What keeps somebody from writing in a group's room just now: said on the page, and asked by the action."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.rooms.models import Line, Room, Seat
from groups.rules import Place
from peersupport.members.models import Member
from peersupport.members.rules import bar_to_writing

from .hosting import hosts_here, is_host
from .hours import hours_of


class Kind(TextChoices):
    NORMS = "norms"
    PAUSED = "paused"
    ARCHIVED = "archived"
    AGREEMENT = "agreement"
    PAUSED_HERE = "paused_here"
    CLOSED = "closed"
    NO_HOST = "no_host"
    SLOW = "slow"


class RoomBar(NamedTuple):
    """Why somebody cannot write in a room now, in the words they read, and until when."""

    kind: Kind
    words: str
    until: datetime | None = None

    @property
    def is_short(self) -> bool:
        """Slow mode: one writes while one waits, so the composer stays."""
        return self.kind == Kind.SLOW


def bar_to_room(
    member: Member,
    room: Room,
    *,
    place: Place,
    seat: Seat | None,
    now: datetime | None = None,
    has_host: bool | None = None,
) -> RoomBar | None:
    """What keeps a member of the group from writing in its room; None when nothing does.

    A host counts as present by writing. Hours hold for hosts too: they can change them.
    `has_host` spares the question whether one is there.
    """
    now = now or timezone.now()
    if bar := bar_to_taking_part(member, place=place, seat=seat, now=now):
        return bar
    hours = hours_of(room, now)
    if not hours.is_open:
        return RoomBar(Kind.CLOSED, _closed_words(room, hours.until, now), hours.until)
    if is_host(place):
        return None
    if has_host is None:
        has_host = not room.needs_host or hosts_here(room, now).exists()
    if room.needs_host and not has_host:
        words = _("One can write here when a host is present, and none is at the moment.")
        return RoomBar(Kind.NO_HOST, words)
    return _slow_bar(room, seat, now)


def bar_to_taking_part(
    member: Member, *, place: Place, seat: Seat | None, now: datetime | None = None
) -> RoomBar | None:
    """What keeps somebody from all but reading, whatever the hour: words of reactions included."""
    if not member.has_accepted_norms:
        words = _("Read and agree to the community norms first; then you can write.")
        return RoomBar(Kind.NORMS, words)
    if bar := place.bar or bar_to_writing(member):
        return RoomBar(Kind.PAUSED, bar)
    if not place.is_running:
        return RoomBar(Kind.ARCHIVED, _("This group is archived: its chat can be read."))
    if not place.has_agreed:
        words = _("The group’s norms have changed. Read and agree to them; then you can write.")
        return RoomBar(Kind.AGREEMENT, words)
    if seat is not None and seat.is_paused(now):
        return RoomBar(Kind.PAUSED_HERE, _pause_words(seat), seat.paused_until)
    return None


def can_react(member: Member, line: Line, *, place: Place | None, seat: Seat | None) -> bool:
    """Whether somebody may give a line a word: another's, which can be read, and they take part."""
    is_there = line.is_said and not line.is_gone and line.hidden_at is None
    if not is_there or line.author_id == member.pk or place is None:
        return False
    return bar_to_taking_part(member, place=place, seat=seat) is None


def day_and_time(at: datetime, room: Room, now: datetime) -> str:
    """A time by the group's clock, with its day unless that is today."""
    zone = ZoneInfo(room.group.time_zone)
    at, here = at.astimezone(zone), now.astimezone(zone)
    clock = time_format(at, "H:i")
    if at.date() == here.date():
        return clock
    if at.date() == here.date() + timedelta(days=1):
        return _("tomorrow %(time)s") % {"time": clock}
    return f"{date_format(at, 'l')} {clock}"


def _closed_words(room: Room, opens: datetime | None, now: datetime) -> str:
    if opens is None:
        return _("The room is closed for now.")
    words = _("The room is closed for now. It opens again %(when)s (%(zone)s time).")
    return words % {"when": day_and_time(opens, room, now), "zone": room.group.zone_name}


def _pause_words(seat: Seat) -> str:
    words = _("A host gave you a pause until %(time)s. You can read. They wrote: %(reason)s")
    time = time_format(timezone.localtime(seat.paused_until), "H:i")
    return words % {"time": time, "reason": seat.paused_because}


def _slow_bar(room: Room, seat: Seat | None, now: datetime) -> RoomBar | None:
    if not room.slow_seconds or seat is None or seat.wrote_at is None:
        return None
    again_at = seat.wrote_at + timedelta(seconds=room.slow_seconds)
    if again_at <= now:
        return None
    wait = int((again_at - now).total_seconds()) + 1
    if wait < 90:
        words = _("You can write again in %(wait)s s.") % {"wait": wait}
    else:
        minutes = -(-wait // 60)
        words = ngettext(
            "You can write again in %(wait)s minute.", "You can write again in %(wait)s minutes.",
            minutes,
        ) % {"wait": minutes}  # fmt: skip
    return RoomBar(Kind.SLOW, words, again_at)
