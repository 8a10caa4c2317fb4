"""Who hears that somebody wrote to them. Idempotent; database only."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from groups.models import Group
from peersupport.activity.models import Activity
from peersupport.core.richtext import mentioned_handles
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, within_reach
from peersupport.notifications.actions import tell
from peersupport.notifications.models import Kind, Notice

from .actions import open_first_room
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


def open_chat(activity: Activity) -> None:
    """A group that was founded gets a room of its own."""
    group = Group.objects.filter(pk=activity.target_id or 0).first()
    if group is not None:
        open_first_room(group)


def tell_mentioned_in_room(activity: Activity) -> None:
    """Members of a group whose handle is in a line hear of it, on the site alone: a chat is quick."""
    lines = Line.objects.select_related("room__key", "author")
    line = lines.filter(pk=activity.target_id or 0, room__group__isnull=False).first()
    if line is None or line.is_gone or line.hidden_at:
        return
    handles = mentioned_handles(line.body)
    if not handles:
        return
    members = Member.objects.reachable().filter(
        handle__in=handles, memberships__group=line.room.group_id
    )
    members = within_reach(members, of=line.author, path=ContactPath.NOTICE)
    members = members.exclude(pk=line.author_id)
    tell(members, kind=Kind.MENTION, activity=activity, target=line, by_letter=False)


def tell_whose_line(activity: Activity) -> None:
    """Whose line a host hid hears of it, on the site alone; the reason stands where the line stood."""
    line = Line.objects.filter(pk=activity.target_id or 0, hidden_at__isnull=False).first()
    if line is not None:
        author = Member.objects.reachable().filter(pk=line.author_id).exclude(pk=activity.actor_id)
        tell(author, kind=Kind.UPKEEP, activity=activity, target=line, by_letter=False)
