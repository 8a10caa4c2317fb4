"""Whom one may begin to talk with, and who is asked first."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from groups.models import Membership
from groups.rooms.models import Line, Room, Seat
from peersupport.members.models import Member, Role, Tier
from peersupport.members.rules import ContactPath, within_reach

STRANGERS_A_DAY = {Tier.NEWCOMER: 3, Tier.MEMBER: 10}  # conversations begun; others: no limit


def reachable(members: QuerySet[Member], *, by: Member) -> QuerySet[Member]:
    """Those of some members to whom a person may begin to write."""
    members = members.reachable().exclude(pk=by.pk)  # type: ignore[attr-defined]
    near = within_reach(members, of=by, path=ContactPath.MESSAGE, shares_group=True)
    far = within_reach(members, of=by, path=ContactPath.MESSAGE)
    return members.filter(
        Q(pk__in=far.values("pk")) | (Q(pk__in=near.values("pk")) & Q(_shares_group(by)))
    )


def can_write_to(person: Member, *, by: Any) -> bool:
    """Whether a person's profile offers somebody to write to them. One statement."""
    if not by.is_authenticated or by.pk == person.pk or by.is_paused:
        return False
    return reachable(Member.objects.filter(pk=person.pk), by=by).exists()


def suggested_to(by: Member, words: str = "") -> QuerySet[Member]:
    """Whom a person may know among those they may write to, by name: never everybody.

    People of their groups, people who talk with them, and supporters and staff, who are there for it.
    """
    rooms = Room.objects.filter(group=None, seats__member=by, seats__state="in").values("pk")
    known = Q(_shares_group(by)) | Q(pk__in=Seat.objects.filter(room__in=rooms).values("member"))
    there = Q(tier__gte=Tier.SUPPORTER) | ~Q(role=Role.NONE)
    people = reachable(Member.objects.filter(known | there), by=by)
    if words:
        people = people.filter(Q(display_name__icontains=words) | Q(handle__istartswith=words))
    return people.order_by("display_name", "pk")


def strangers_to(members: Collection[Member], *, by: Member) -> set[int]:
    """Ids of those who are asked first whether they would like to talk with this person.

    Not asked is who shares a group with them or has written to them before. Who is on duty asks
    nobody, and supporters and staff are there to be written to.
    """
    if by.is_on_duty:
        return set()
    asked = [m for m in members if m.tier < Tier.SUPPORTER and not m.is_staff]
    written = Line.objects.filter(
        author=OuterRef("pk"), room__group=None, room__seats__member=by.pk
    )
    known = Member.objects.filter(pk__in=[m.pk for m in asked]).filter(
        Q(_shares_group(by)) | Exists(written)
    )
    return {m.pk for m in asked} - set(known.values_list("pk", flat=True))


def too_many_new(member: Member) -> bool:
    """Whether somebody began as many conversations today as their tier lets them."""
    most = STRANGERS_A_DAY.get(Tier(member.tier))
    if most is None or member.is_on_duty:
        return False
    since = timezone.now() - timedelta(days=1)
    return Room.objects.filter(started_by=member, started_at__gt=since)[:most].count() >= most


def can_be_added(other: Member, *, to: Room, by: Member) -> bool:
    """Whether somebody may be proposed: in reach of who asks, and not there already."""
    others = Member.objects.filter(pk=other.pk).exclude(seats__in=to.seats.taken())
    return reachable(others, by=by).exists()


def _shares_group(member: Member) -> Exists:
    mine = Membership.objects.filter(member=member).values("group")
    return Exists(Membership.objects.filter(member=OuterRef("pk"), group__in=mine))
