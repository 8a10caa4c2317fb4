"""How a group is doing, told in words to who looks after it. Nothing is scored or ranked."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from groups.models import Group, Membership, Role

from .shown import Shown

QUIET_DAYS = 10
ACTIVE_DAYS = 28  # who wrote within these is active: domain.md §3 counts circles that way
MOST_ACTIVE_IN_A_CIRCLE = 12  # above it a circle is offered to split: domain.md §1.6
UNWELCOMED_DAYS = 30  # who came longer ago than this is no newcomer any more
FIRST_DAY = timedelta(days=1)
MOST_NEWCOMERS = 5


class Week(NamedTuple):
    """What may need somebody. What is not there needs nobody."""

    is_quiet: bool
    newcomers: list[Membership]  # nobody has answered or greeted them
    has_no_deputy: bool
    active: int  # members who wrote in the last four weeks
    is_crowded: bool  # a circle with more active members than can talk with each other

    @property
    def is_calm(self) -> bool:
        return not (self.is_quiet or self.newcomers or self.has_no_deputy or self.is_crowded)


def week_of(shown: Shown) -> Week:
    """Two statements, however many members there are."""
    now, group = timezone.now(), shown.group
    people = group.memberships.all()
    newcomers = people.filter(
        role=Role.MEMBER, welcomed_at=None, joined_at__lt=now - FIRST_DAY,
        joined_at__gt=now - timedelta(days=UNWELCOMED_DAYS),
    ).select_related("member").order_by("joined_at")  # fmt: skip
    active = people.filter(active_at__gt=now - timedelta(days=ACTIVE_DAYS)).count()
    return Week(
        is_quiet=group.active_at < now - timedelta(days=QUIET_DAYS),
        newcomers=list(newcomers[:MOST_NEWCOMERS]),
        has_no_deputy=not any(place.role == Role.DEPUTY for place in shown.leaders),
        active=active,
        is_crowded=group.kind != Group.Kind.OPEN and active > MOST_ACTIVE_IN_A_CIRCLE,
    )
