"""What hosts do in a group's room: hide a line, give somebody a pause."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.rooms import rules
from groups.rooms.models import Line, Room, Seat
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .locking import locked_room
from .room_lines import place_in, seat_in
from .saying import note_change

PAUSE = timedelta(minutes=10)


@transaction.atomic
def hide_line(line: Line, *, by: Member, reason: str) -> Line:
    """Hide somebody's words. Everybody reads who did it and why; the author keeps seeing them."""
    line = _hosted_line(line, by)
    if line.hidden_at is None:
        line.hidden_by, line.hidden_because = by, " ".join(reason.split())
        line.hidden_at = timezone.now()
        _save(line)
        record("rooms.line_hidden", actor=by, target=line, room=line.room_id)
    return line


@transaction.atomic
def show_line(line: Line, *, by: Member) -> Line:
    """Show a hidden line again."""
    line = _hosted_line(line, by)
    if line.hidden_at is not None:
        line.hidden_by, line.hidden_because, line.hidden_at = None, "", None
        _save(line)
        record("rooms.line_shown", actor=by, target=line, room=line.room_id)
    return line


@transaction.atomic
def pause_person(room: Room, *, member: Member, by: Member, reason: str) -> Seat:
    """Give somebody a pause of ten minutes: they read, do not write, and are told why."""
    room = _hosted(room, by)
    if not rules.can_pause(room, member):
        raise Refused(_("Members of the group can be given a pause; hosts cannot."))
    seat = seat_in(room, member)
    seat.paused_until = timezone.now() + PAUSE
    seat.paused_because = " ".join(reason.split())
    seat.save(update_fields=["paused_until", "paused_because"])
    record("rooms.paused", actor=by, target=room, member=member.pk)
    return seat


@transaction.atomic
def end_pause(room: Room, *, member: Member, by: Member) -> None:
    """End somebody's pause before its time."""
    room = _hosted(room, by)
    ended = room.seats.filter(member=member, paused_until__gt=timezone.now())
    if ended.update(paused_until=None, paused_because=""):
        record("rooms.pause_ended", actor=by, target=room, member=member.pk)


def _hosted(room: Room, by: Member) -> Room:
    """The room, locked, for somebody who hosts it and is free to act."""
    room = locked_room(room)
    if by.is_paused or not rules.is_host(place_in(room, by)):
        raise Refused(_("Only hosts of this room can do this."))
    return room


def _hosted_line(line: Line, by: Member) -> Line:
    room = _hosted(line.room, by)
    line = room.lines.select_related("author").get(pk=line.pk)
    line.room = room
    if not rules.can_hide(line, place_in(room, by)):
        raise Refused(_("There is nothing to hide: the message was deleted."))
    return line


def _save(line: Line) -> None:
    line.save(update_fields=["hidden_by", "hidden_because", "hidden_at"])
    note_change(line)
