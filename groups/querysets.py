from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from peersupport.members.models import Role as SiteRole

HIDDEN = 3  # Group.Kind.HIDDEN, which this file may not import
DECIDING = {SiteRole.ORGANISER, SiteRole.ADMINISTRATOR}  # who reads what is proposed


class GroupQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> GroupQuerySet:
        """Groups this person may know of: their own, and running ones that are not hidden.

        Ada founded a hidden group: she and its members see it, nobody else, whatever their role.
        Ben asked for a new group: until it is decided about, he and the organisers see it.
        Cara is in no group: she sees those that are open, by request or by invitation.
        A visitor sees none. What a moderator hid, its members alone see.
        """
        if not member.is_authenticated:
            return self.none()
        mine = apps.get_model("groups.Membership").objects.filter(
            group=OuterRef("pk"), member=member.pk
        )
        known = Q(state="running", kind__lt=HIDDEN, standing="visible")
        if member.role in DECIDING:
            known |= Q(state="proposed")
        return self.filter(known | Exists(mine))

    def waited_for_by(self, member: Any) -> GroupQuerySet:
        """Groups in whose line a person stands: they may know of the group, and of nothing in it."""
        if not member.is_authenticated:
            return self.none()
        places = apps.get_model("groups.WaitingPlace").objects
        return self.filter(Exists(places.filter(group=OuterRef("pk"), member=member.pk)))

    def not_known_by(self, member: Any) -> GroupQuerySet:
        """Groups to suggest: not theirs, not asked or waited for, not passed over, not shut to them."""
        for name in ("Membership", "JoinRequest", "WaitingPlace", "PassedOver", "Removal"):
            rows = apps.get_model(f"groups.{name}").objects.filter(member=member.pk)
            self = self.exclude(Exists(rows.filter(group=OuterRef("pk"))))  # noqa: PLW0642
        return self

    def without_leaders(self, people: models.QuerySet) -> GroupQuerySet:
        """Groups that none of these people looks after."""
        leading = apps.get_model("groups.Membership").objects.filter(role__gt=0, member__in=people)
        return self.exclude(Exists(leading.filter(group=OuterRef("pk"))))

    def in_common(self, one: Any, other: Any) -> GroupQuerySet:
        """Groups to which both belong."""
        both = self.filter(memberships__member=one.pk).filter(memberships__member=other.pk)
        return both.order_by("name")

    def of(self, member: Any) -> GroupQuerySet:
        """The groups a person belongs to, the latest active first."""
        return self.filter(memberships__member=member.pk).order_by("-active_at", "-id")

    def listed(self) -> GroupQuerySet:
        """What the directory shows to everybody alike."""
        return self.filter(state="running", kind__lt=HIDDEN, standing="visible")

    def with_places(self) -> GroupQuerySet:
        return self.filter(member_count__lt=F("size"))

    def without_facilitator(self, *, days: int) -> GroupQuerySet:
        """Running groups that nobody has looked after for `days`."""
        before = timezone.now() - timedelta(days=days)
        return self.filter(state="running", unled_since__lte=before)

    def before(self, cursor: tuple | None) -> GroupQuerySet:
        """The rest of the directory, after the row with this (active_at, id)."""
        if cursor is None:
            return self
        at, pk = cursor
        return self.filter(Q(active_at__lt=at) | Q(active_at=at, id__lt=pk))

    def after(self, cursor: tuple) -> GroupQuerySet:
        """The rows in front of the one with this (active_at, id), nearest first."""
        at, pk = cursor
        return self.filter(Q(active_at__gt=at) | Q(active_at=at, id__gt=pk)).order_by(
            "active_at", "id"
        )

    def for_notice(self) -> GroupQuerySet:
        return self


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> MembershipQuerySet:
        """Who is in a group is known inside it, and nowhere else."""
        if not member.is_authenticated:
            return self.none()
        mine = apps.get_model("groups.Membership").objects.filter(
            group=OuterRef("group"), member=member.pk
        )
        return self.filter(Exists(mine))

    def leading(self) -> MembershipQuerySet:
        """Facilitators and deputies, facilitators first."""
        return self.filter(role__gt=0).order_by("-role", "joined_at")

    def for_listing(self) -> MembershipQuerySet:
        """In the order of the members page: who looks after it, then who came first."""
        return self.select_related("member").order_by("-role", "joined_at", "id")

    def behind(self, row: Any | None) -> MembershipQuerySet:
        """The rest of the listing, after one of its rows; all of it where that row is gone."""
        if row is None:
            return self
        later = Q(joined_at__gt=row.joined_at) | Q(joined_at=row.joined_at, id__gt=row.pk)
        return self.filter(Q(role__lt=row.role) | Q(role=row.role) & later)


class WaitingPlaceQuerySet(models.QuerySet):
    def of(self, member: Any) -> WaitingPlaceQuerySet:
        """A person's places in line: nobody else's business."""
        return self.filter(member=member.pk)


class JoinRequestQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> JoinRequestQuerySet:
        """A person's own requests, and those of groups whose people they may accept.

        Ben asked an open group that was archived since: he may still read what became of it.
        Had it become hidden, his request would be gone with it.
        """
        if not member.is_authenticated:
            return self.none()
        return self.filter(
            Q(member=member.pk, group__kind__lt=HIDDEN)
            | Q(member=member.pk, group__in=_known_groups(member))
            | Q(group__in=_groups_with_power(member, "accept_people"))
        )

    def latest_first(self) -> JoinRequestQuerySet:
        return self.order_by("-id")

    def waiting(self) -> JoinRequestQuerySet:
        return self.filter(state="waiting").order_by("asked_at", "id")

    def for_notice(self) -> JoinRequestQuerySet:
        return self.select_related("group", "member")


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> HandOverQuerySet:
        """The two people it is about, each for as long as they are in the group."""
        if not member.is_authenticated:
            return self.none()
        return self.filter(Q(to=member.pk) | Q(by=member.pk), group__memberships__member=member.pk)

    def open(self) -> HandOverQuerySet:
        """Not answered, and not older than the days it is good for."""
        return self.filter(state="waiting", expires_at__gt=timezone.now())

    def for_notice(self) -> HandOverQuerySet:
        return self.select_related("group", "by")


class RemovalQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> RemovalQuerySet:
        """Who was asked to leave may read why. The group is not named: it is no longer theirs."""
        return self.filter(member=member.pk)

    def for_notice(self) -> RemovalQuerySet:
        return self


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> InvitationQuerySet:
        """Made by this person, or for a group whose invitations they look after."""
        if not member.is_authenticated:
            return self.none()
        return self.filter(
            Q(made_by=member.pk) | Q(group__in=_groups_with_power(member, "edit_group")),
            group__memberships__member=member.pk,
        )

    def usable(self) -> InvitationQuerySet:
        """Not used up, not taken back, not expired, and its group is running and can be found."""
        return self.filter(
            uses__lt=F("most_uses"), revoked_at=None, expires_at__gt=timezone.now(),
            group__state="running", group__standing="visible",
        )  # fmt: skip


def _known_groups(member: Any) -> models.QuerySet:
    return apps.get_model("groups.Group").objects.visible_to(member).values("pk")


def _groups_with_power(member: Any, power: str) -> models.QuerySet:
    """Ids of groups in which a member holds one power."""
    powers = apps.get_model("groups.Power").objects
    return powers.filter(user=member.pk, permission__codename=power).values("content_object")
