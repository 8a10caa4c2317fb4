"""Taking part in a group's room: saying something, looking in, giving a word."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.resources.actions import Chosen
from groups.rooms import rules
from groups.rooms.models import Line, LineReaction, Room, Seat
from groups.rules import Place, place_of
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.notifications.actions import mark_read_about

from .locking import locked_room
from .saying import note_change, say_in, sent_before

SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def say_in_room(
    room: Room,
    *,
    by: Member,
    body: str,
    submit_token: UUID | None = None,
    files: Sequence[Chosen] = (),
) -> Line:
    """Say something in a group's room. One token, one line; one after the other, so that slow
    mode holds for two sent at once."""
    room = locked_room(room)
    if sent := sent_before(by, submit_token):
        return sent
    place, seat = place_in(room, by), seat_in(room, by)
    bar = rules.bar_to_room(by, room, place=place, seat=seat)
    if bar is not None:
        nothing_lost = _("Nothing is lost: your message is still here.")
        raise Refused(f"{bar.words} {nothing_lost}" if bar.is_short else bar.words)
    return say_in(room, seat=seat, by=by, body=body, submit_token=submit_token, files=files)


def look_in(seat: Seat, *, lines: Sequence[Line], as_host: bool) -> None:
    """Remember how far somebody has read and, of a host, that they are there: at most once a minute.

    Of nobody else it is kept when they were here. Nothing to remember, nothing written.
    """
    now = timezone.now()
    new: dict[str, Any] = {}
    unread = [line for line in lines if line.number > seat.read_number]
    if unread:
        new["read_number"] = Greatest("read_number", unread[-1].number)
    if as_host and (seat.seen_at is None or seat.seen_at < now - SEEN_EVERY):
        new["seen_at"] = now
    if not new:
        return  # nor a transaction: open pages ask every few seconds
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(**new)
        mark_read_about(seat.member, unread)  # mentions of them in what they see now


@transaction.atomic
def take_seat(room: Room, member: Member) -> Seat:
    """Somebody's seat in a group's room, from their first visit on: nothing before it is new to them."""
    seat, _is_new = Seat.objects.get_or_create(
        room=room, member=member, defaults={"read_number": room.last_number}
    )
    return seat


@transaction.atomic
def react(line: Line, *, by: Member, kind: str) -> Line:
    """Give a line a word, or take the same word back."""
    room = locked_room(line.room)
    line = room.lines.get(pk=line.pk)
    line.room = room
    if not rules.can_react(by, line, place=place_of(by, room.group_id), seat=seat_in(room, by)):
        raise Refused(_("You cannot react to this message."))
    taken_back, _rows = LineReaction.objects.filter(line=line, member=by, kind=kind).delete()
    if not taken_back:
        LineReaction.objects.create(line=line, member=by, kind=kind)
    count = line.reaction_counts.get(kind, 0) + (-1 if taken_back else 1)
    counts = {**line.reaction_counts, kind: count}
    line.reaction_counts = {name: number for name, number in counts.items() if number > 0}
    line.save(update_fields=["reaction_counts"])
    note_change(line)
    return line


def place_in(room: Room, member: Member) -> Place:
    """Somebody's place in the group of a room. Call it with the room locked."""
    place = place_of(member, room.group_id)
    if place is None:
        raise Refused(_("You are not in this group."))
    return place


def seat_in(room: Room, member: Member) -> Seat:
    """Somebody's seat in a group's room; its first row is written when they first do something."""
    seat = take_seat(room, member)
    seat.room = room
    return seat
