"""Who hosts a group's room, who is there as its host, and what a host may do."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from groups.models import Power
from groups.rooms.models import Line, Room, Seat
from groups.rooms.models.rooms import HERE
from groups.rules import Place
from peersupport.members.models import Member

HOSTING = "moderate_inside"


def is_host(place: Place | None) -> bool:
    """Whoever may moderate inside the group hosts its rooms, for as long as it runs."""
    return place is not None and place.is_running and HOSTING in place.powers


def can_arrange(place: Place | None) -> bool:
    """Whether somebody opens and closes rooms, and says when one can talk and how long it is kept."""
    return place is not None and place.is_running and "edit_group" in place.powers


def hosts_of(room: Room) -> QuerySet[Member]:
    """Who hosts a room, whether they are there or not."""
    powers = Power.objects.filter(content_object=room.group_id, permission__codename=HOSTING)
    return Member.objects.filter(pk__in=powers.values("user"), is_active=True)


def hosts_here(room: Room, now: datetime | None = None) -> QuerySet[Seat]:
    """The seats of hosts who looked at the room within the last minutes, the first to come first."""
    since = (now or timezone.now()) - HERE
    seats = room.seats.filter(seen_at__gt=since, member__in=hosts_of(room).values("pk"))
    return seats.select_related("member").order_by("pk")


def pausable(room: Room) -> QuerySet[Member]:
    """Whom a host may give a pause: members of the group, hosts aside, who wrote in the room."""
    wrote = room.lines.filter(kind=Line.Kind.SAID)
    people = Member.objects.filter(pk__in=wrote.values("author"), memberships__group=room.group_id)
    return people.exclude(pk__in=hosts_of(room).values("pk")).order_by("display_name", "pk")


def can_pause(room: Room, member: Member) -> bool:
    """Whether somebody can be given a pause: members can, hosts cannot."""
    is_in_group = member.memberships.filter(group=room.group_id).exists()
    return is_in_group and not hosts_of(room).filter(pk=member.pk).exists()


def can_hide(line: Line, place: Place | None) -> bool:
    """Whether a host may hide a line, or show it again."""
    return is_host(place) and line.is_said and not line.is_gone
