"""Asking somebody into a conversation: only once everybody in it said yes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.rooms import rules
from groups.rooms.models import MOST_PEOPLE, Addition, Consent, Room, Seat
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .locking import locked_room, own_seat


@transaction.atomic
def ask_to_add(room: Room, *, by: Member, other: Member) -> Addition:
    """Propose somebody. Whoever proposes has said yes; the others are asked on the page."""
    room = locked_room(room)
    seat = own_seat(room, by)
    bar = rules.bar_to_conversation(by, room, seat)
    if bar is not None:
        raise Refused(rules.words_of(bar, by))
    if room.seats.taken().count() >= MOST_PEOPLE:
        words = _("A conversation has room for %(most)s people, and this one is full.")
        raise Refused(words % {"most": MOST_PEOPLE})
    if not rules.can_be_added(other, to=room, by=by):
        words = _("%(name)s cannot be asked at the moment, or is here already.")
        raise Refused(words % {"name": other.display_name})
    addition, _is_new = Addition.objects.get_or_create(
        room=room, member=other, closed_at=None, defaults={"asked_by": by}
    )
    return _agreed(addition, room, by)


@transaction.atomic
def agree(addition: Addition, *, by: Member) -> Addition:
    """Say yes to somebody who is proposed. With the last yes they are asked."""
    room = locked_room(addition.room)
    addition = _open(addition, room, by)
    return _agreed(addition, room, by)


@transaction.atomic
def refuse(addition: Addition, *, by: Member) -> Addition:
    """Say no: it is over, and nobody learns whose it was. Who asked takes it back so."""
    room = locked_room(addition.room)
    addition = _open(addition, room, by)
    _close(addition)
    return addition


def _open(addition: Addition, room: Room, by: Member) -> Addition:
    seat = own_seat(room, by)
    addition = Addition.objects.select_related("member", "asked_by").get(pk=addition.pk)
    if seat.state != Seat.State.IN or addition.closed_at:
        raise Refused(_("This has been settled already."))
    addition.room = room
    return addition


def _agreed(addition: Addition, room: Room, by: Member) -> Addition:
    Consent.objects.get_or_create(addition=addition, member=by)
    waiting = room.seats.filter(state=Seat.State.IN).exclude(
        member__in=addition.consents.values("member")
    )
    if not waiting.exists():
        _close(addition)
        _seat(addition, room)
    return addition


def _close(addition: Addition) -> None:
    addition.closed_at = timezone.now()
    addition.save(update_fields=["closed_at"])
    addition.consents.all().delete()


def _seat(addition: Addition, room: Room) -> None:
    """They are asked as after a first message, and read nothing of what was said before."""
    if room.seats.taken().count() >= MOST_PEOPLE:
        return
    Seat.objects.update_or_create(
        room=room, member=addition.member,
        defaults={
            "state": Seat.State.ASKED, "since": timezone.now(),
            "first_number": room.last_number + 1, "read_number": room.last_number,
            "last_line_at": timezone.now(), "archived_at": None, "is_muted": False,
        },
    )  # fmt: skip
    room.pair = None  # two of them can begin a conversation of their own
    room.save(update_fields=["pair"])
    record("rooms.added", actor=addition.asked_by, target=room, member=addition.member_id)
