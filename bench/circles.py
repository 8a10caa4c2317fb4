"""Two hundred groups for the directory, one of them as large as a group may be.

Everything follows from the group's number, as in `fill`, which writes the topics of the large one.
"""

from datetime import timedelta

from django.utils import timezone

from forums.models import Category
from forums.querysets import Audience
from groups.actions.places import give_powers
from groups.models import LARGEST, Group, Membership, Role, utc_offset
from peersupport.members.models import Interest, Language

GROUPS, LARGE = 200, 1
ZONES = (
    "UTC", "Europe/Berlin", "Africa/Nairobi", "Asia/Kolkata", "America/Bogota", "Australia/Sydney",
)  # fmt: skip
NORMS = "\n".join([
    "Listen before fixing. Ask if someone wants advice or company.",
    "What is shared here stays here. No screenshots, no names outside the group.",
    "Say where it comes from. Link a source when you share a rule or a deadline.",
    "Know your limits. If it is heavy, bring in a facilitator. That is care, not failure.",
])  # fmt: skip


def open_groups(*, members: int, first_category: int, topics: int) -> None:
    """Open every group with its people; `topics` stand in `first_category`, the large one's."""
    groups = Group.objects.bulk_create(_group(number) for number in range(1, GROUPS + 1))
    Category.objects.bulk_create(
        _category(group, first_category + group.pk - LARGE, topics if group.pk == LARGE else 0)
        for group in groups
    )
    Membership.objects.bulk_create(
        _membership(group, place, members)
        for group in groups
        for place in range(group.member_count)
    )
    leading = Membership.objects.filter(role=Role.FACILITATOR).select_related("group", "member")
    for membership in leading:
        give_powers(membership.group, membership.member, membership.role)


def _group(number: int) -> Group:
    size = LARGEST if number == LARGE else 6 + number * 7 % 40
    zone = ZONES[number % len(ZONES)]
    began = timezone.now() - timedelta(days=700)
    return Group(
        id=number, slug=f"circle-{number}", name=f"Circle {number} for chapter {number}",
        purpose=f"We read chapter {number} together, a page a day, and say what makes no sense. "
        "Come as you are, and as often as you like.",
        objectives="Read a page a day.\nAsk one question a week.\nFinish the book by summer.",
        kind=number % 3, size=size, icon=_some(Group.Icon.values, number)[0], hue=1 + number % 6,
        member_count=LARGEST if number == LARGE else min(size, 3 + number * 5 % 30),
        languages=_some(Language.values, number), interests=_some(Interest.values, number),
        time_zone=zone, utc_offset=utc_offset(zone), norms=NORMS, founded_by_id=1 + number,
        founded_at=began, norms_changed_at=began,
        active_at=timezone.now() - number * timedelta(hours=3),
    )  # fmt: skip


def _some(values: list[str], number: int) -> list[str]:
    """One value, two or three, other ones for each number."""
    return [values[(number + step) % len(values)] for step in range(1 + number % 3)]


def _category(group: Group, pk: int, topics: int) -> Category:
    return Category(
        id=pk, group=group, slug=group.slug, name=group.name, description=group.purpose,
        icon=group.icon, hue=group.hue, see=Audience.MEMBERS, read=Audience.MEMBERS,
        topic_count=topics,
    )  # fmt: skip


def _membership(group: Group, place: int, members: int) -> Membership:
    """Member 1, who reads the pages, has an ordinary place in the large group and in four more."""
    joined_at = group.founded_at + timedelta(days=place)
    deputies = group.pk % 2
    role = Role.FACILITATOR if place == 0 else Role.DEPUTY if place <= deputies else Role.MEMBER
    return Membership(
        group=group, member_id=1 + (group.pk * 31 + place * 11) % members, role=role,
        joined_at=joined_at, norms_agreed_at=joined_at, norms_version=1, active_at=joined_at,
        welcomed_at=joined_at,
    )  # fmt: skip
