"""Who may do what in a group: asked by views, templates, admin, actions and the forums alike.

A power is a row of django-guardian on the group, held by a member of it. No role of the site gives
one: who moderates everywhere sees a hidden group only as its member.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from moderation.rules import bar_at
from peersupport.members.models import Member
from peersupport.members.models import Role as SiteRole
from peersupport.members.rules import ContactPath, within_reach

from .models import Group, Role
from .querysets import DECIDING

POWERS = {
    Role.FACILITATOR: (
        "invite_people", "accept_people", "edit_group", "moderate_inside", "manage_discussions",
    ),
    Role.DEPUTY: ("invite_people", "accept_people", "moderate_inside", "manage_discussions"),
    Role.MEMBER: (),
}  # fmt: skip


class Place(NamedTuple):
    """One person's place in one group, as it was when it was asked."""

    role: int
    has_agreed: bool  # to the norms as they are now
    is_running: bool
    powers: frozenset[str]  # none while moderators keep them from writing
    bar: str = ""  # why moderators keep this person from writing, and until when

    @property
    def may_write(self) -> bool:
        return self.is_running and self.has_agreed and not self.bar


def place_of(member: Any, group_id: int) -> Place | None:
    """The place of a person in a group, or None. One statement, asked anew every time.

    A second one for whom moderators keep out of some place.
    """
    if not member.is_authenticated:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT m.role, m.norms_version >= g.norms_version, g.state = 'running',
                      ARRAY(SELECT p.codename FROM groups_power w
                            JOIN auth_permission p ON p.id = w.permission_id
                            WHERE w.user_id = m.member_id AND w.content_object_id = g.id)
               FROM groups_membership m JOIN groups_group g ON g.id = m.group_id
               WHERE m.member_id = %s AND m.group_id = %s""",
            [member.pk, group_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    bar = bar_at(member, Group(pk=group_id))
    return Place(row[0], row[1], row[2], frozenset() if bar else frozenset(row[3]), bar)


def has_power(member: Any, group: Group, power: str) -> bool:
    place = place_of(member, group.pk)
    return place is not None and power in place.powers


def can_found(member: Any) -> bool:
    """Whether a group of this person runs at once; others' wait for an organiser."""
    if settings.GROUP_FOUNDING == "approval":
        return member.role == SiteRole.ADMINISTRATOR
    return member.tier >= int(settings.GROUP_FOUNDING)


def can_decide_proposal(member: Any) -> bool:
    """Whether a new group may run is an organiser's to say."""
    return member.role in DECIDING


def can_join(member: Any, group: Group) -> bool:
    """Whether this person may come in, or ask to, without an invitation."""
    return (
        member.is_authenticated
        and group.is_running
        and group.kind in {Group.Kind.OPEN, Group.Kind.REQUEST}
    )


def can_invite(member: Any, group: Group) -> bool:
    return may_invite(place_of(member, group.pk), group)


def may_invite(place: Place | None, group: Group) -> bool:
    """Who looks after a group; its members too where it says so, but never into a hidden one."""
    if place is None or not group.is_running:
        return False
    members_may = group.members_may_invite and group.kind != Group.Kind.HIDDEN and place.may_write
    return "invite_people" in place.powers or members_may


def can_accept(member: Any, group: Group) -> bool:
    return has_power(member, group, "accept_people")


def can_edit(member: Any, group: Group) -> bool:
    return has_power(member, group, "edit_group")


def can_moderate(place: Place | None) -> bool:
    """Inside one group, for who was given that power over it."""
    return place is not None and "moderate_inside" in place.powers


def can_manage_discussions(place: Place | None) -> bool:
    return place is not None and "manage_discussions" in place.powers


def can_facilitate(member: Member) -> bool:
    """Whether this person may be asked to look after a group at all."""
    wanted = settings.FACILITATOR_QUALIFICATION
    return not wanted or wanted in member.qualifications


def successors(group: Group, *, of: Member) -> QuerySet[Member]:
    """Members whom this one may ask to take the group over, its deputies first."""
    inside = Member.objects.filter(
        memberships__group=group, memberships__role__lt=Role.FACILITATOR, is_active=True
    )
    if wanted := settings.FACILITATOR_QUALIFICATION:
        inside = inside.filter(qualifications__contains=[wanted])
    inside = within_reach(inside, of=of, path=ContactPath.APPOINTMENT)
    return inside.order_by("-memberships__role", "memberships__joined_at")


def can_remove(member: Any, group: Group, role: int) -> bool:
    """A deputy may ask a member to leave; only a facilitator a deputy; nobody a facilitator."""
    place = place_of(member, group.pk)
    return place is not None and "accept_people" in place.powers and place.role > role
