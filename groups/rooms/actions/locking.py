"""What every verb does first: the room's row, then the seat in it."""

from django.utils.translation import gettext as _

from groups.rooms.models import Room, Seat
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


def locked_room(room: Room) -> Room:
    """The room's row, locked: lines are numbered, and seats change, one after the other."""
    return (
        Room.objects.select_for_update(of=["self"]).select_related("key", "group").get(pk=room.pk)
    )


def own_seat(room: Room, member: Member) -> Seat:
    """A person's seat in a conversation. Call it with the room locked."""
    seat = room.seats.filter(member=member, state__in=["in", "asked"]).first()
    if seat is None:
        raise Refused(_("You are not in this conversation."))
    seat.room = room
    return seat
