"""Who hears that somebody wrote to them. Idempotent; database only."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from peersupport.activity.models import Activity
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, within_reach
from peersupport.notifications.actions import tell
from peersupport.notifications.models import Kind, Notice

from .models import Line, Room, Seat

A_MOMENT = timedelta(minutes=2)  # who reads along just now gets no letter


def tell_people(activity: Activity) -> None:
    """Whoever has not read a conversation hears of it once, until they read it."""
    line = Line.objects.select_related("room", "author").filter(pk=activity.target_id or 0).first()
    if line is None or not line.room.is_private or line.is_gone:
        return
    seats = Seat.objects.filter(
        room=line.room_id, state__in=["in", "asked"], is_muted=False, read_number__lt=line.number,
        first_number__lte=line.number,
    )  # fmt: skip
    told = Notice.objects.filter(
        recipient=OuterRef("pk"), target_id=line.room_id, read_at=None,
        target_type=ContentType.objects.get_for_model(Room),
    )  # fmt: skip
    members = Member.objects.reachable().filter(seats__in=seats).exclude(pk=line.author_id)
    members = within_reach(members.exclude(Exists(told)), of=line.author, path=ContactPath.NOTICE)
    tell(members, kind=Kind.MESSAGE, activity=activity, target=line.room, wait=A_MOMENT)


def tell_asked(activity: Activity) -> None:
    """Somebody was asked into a conversation that goes on: nobody wrote to them, so nothing told."""
    room = Room.objects.filter(pk=activity.target_id or 0).first()
    if room is None or activity.actor is None:
        return
    seats = room.seats.filter(member=activity.data.get("member"), state="asked")
    members = Member.objects.reachable().filter(seats__in=seats)
    members = within_reach(members, of=activity.actor, path=ContactPath.NOTICE)
    tell(members, kind=Kind.MESSAGE, activity=activity, target=room, wait=A_MOMENT)
