"""What somebody does with a conversation for themself."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from groups.resources.actions import discard
from groups.resources.models import Attachment
from groups.rooms.models import Line, Room, RoomKey, Seat
from peersupport.activity.actions import record
from peersupport.members.models import Member
from peersupport.notifications.actions import mark_read_about

from .locking import locked_room, own_seat
from .saying import note_coming


@transaction.atomic
def mark_read(seat: Seat, *, number: int) -> bool:
    """Remember how far somebody has read; never backwards. Returns whether it moved."""
    if number <= seat.read_number:
        return False
    moved = Seat.objects.filter(pk=seat.pk, read_number__lt=number).update(read_number=number)
    if moved:
        seat.read_number = number
        mark_read_about(seat.member, [seat.room])
    return bool(moved)


@transaction.atomic
def accept(room: Room, *, by: Member) -> Seat:
    """Say yes to a request: from now on they can write to each other.

    Who was asked into a conversation that goes on reads from here, and the others see them come.
    """
    room = locked_room(room)
    seat = own_seat(room, by)
    if seat.state == Seat.State.ASKED:
        _move(seat, Seat.State.IN)
        if seat.first_number > 1:
            line = note_coming(room, by, Line.Kind.CAME)
            seat.first_number = seat.read_number = line.number
            seat.save(update_fields=["first_number", "read_number"])
        record("rooms.accepted", actor=by, target=room)
    return seat


@transaction.atomic
def decline(room: Room, *, by: Member) -> Seat:
    """Say no to a request. Nobody is told, and it is gone from the list."""
    seat = own_seat(locked_room(room), by)
    if seat.state == Seat.State.ASKED:
        _move(seat, Seat.State.DECLINED)
        mark_read_about(by, [room])
    return seat


@transaction.atomic
def leave(room: Room, *, by: Member) -> None:
    """Leave a conversation: the others see it, and nothing of it is left for who goes.

    Once nobody is in it any more, it is destroyed.
    """
    room = locked_room(room)
    seat = own_seat(room, by)
    note_coming(room, by, Line.Kind.LEFT)
    seat.sealed_draft, seat.drafted_at = b"", None
    _move(seat, Seat.State.LEFT)
    room.pair = None  # whoever writes again begins anew
    room.save(update_fields=["pair"])
    room.additions.filter(asked_by=by).update(closed_at=timezone.now())
    mark_read_about(by, [room])
    if not room.seats.filter(state=Seat.State.IN).exists():
        destroy(room)


def destroy(room: Room) -> None:
    """Remove a room with all that was said in it, and first of all the key of its words."""
    RoomKey.objects.filter(room=room.pk).delete()
    discard_files(room.lines.all())
    room.delete()


def discard_files(lines: QuerySet[Line]) -> None:
    """Delete what was attached to lines. Files are not sealed: nothing may be left of them."""
    with_files = lines.exclude(files=[]).values("pk")
    line_type = ContentType.objects.get_for_model(Line)
    discard(Attachment.objects.filter(target_type=line_type, target_id__in=with_files))


@transaction.atomic
def set_muted(room: Room, *, by: Member, muted: bool) -> None:
    """Hear of this conversation, or not. It stays where it is, and nobody is told."""
    seat = own_seat(room, by)
    Seat.objects.filter(pk=seat.pk).update(is_muted=muted)
    if muted:
        mark_read_about(by, [room])


@transaction.atomic
def archive(room: Room, *, by: Member) -> None:
    """Put a conversation away until somebody writes in it."""
    Seat.objects.filter(pk=own_seat(room, by).pk).update(archived_at=timezone.now())
    mark_read_about(by, [room])


@transaction.atomic
def unarchive(room: Room, *, by: Member) -> None:
    Seat.objects.filter(pk=own_seat(room, by).pk).update(archived_at=None)


@transaction.atomic
def keep_draft(room: Room, *, by: Member, body: str) -> Seat:
    """Keep what somebody began to write; nothing, once it is empty."""
    seat = own_seat(room, by)
    words = body if body.strip() else ""
    seat.sealed_draft = seat.room.data_key.seal(words, bound_to=seat.bound_to)
    seat.drafted_at = timezone.now() if words else None
    seat.save(update_fields=["sealed_draft", "drafted_at"])
    return seat


def _move(seat: Seat, state: Seat.State) -> None:
    seat.state, seat.since = state, timezone.now()
    seat.save(update_fields=["state", "since", "sealed_draft", "drafted_at"])
