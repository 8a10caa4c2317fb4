from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from ..querysets import (
    MembershipQuerySet,
    RemovalQuerySet,
    WaitingPlaceQuerySet,
)
from .circles import Group


class Role(models.IntegerChoices):
    MEMBER = 0, _("Member")
    DEPUTY = 1, _("Deputy")
    FACILITATOR = 2, _("Facilitator")


class Power(UserObjectPermissionBase):
    """One power of one member over one group, as django-guardian keeps it: a row, with its edge."""

    content_object = models.ForeignKey(Group, models.CASCADE, related_name="powers")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class Membership(models.Model):
    """A member's place in a group. Who leaves has none: no row, no memory of it but the audit's."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=timezone.now)
    norms_version = models.PositiveIntegerField()
    norms_agreed_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(null=True)  # the last post inside
    welcomed_at = models.DateTimeField(null=True)  # somebody answered them, or said hello

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "group"], name="membership_once")]
        indexes = [models.Index(fields=["group", "-role", "joined_at"], name="membership_listing")]

    def __str__(self):
        return f"{self.member_id} in {self.group_id}"

    @property
    def is_leading(self) -> bool:
        return self.role > Role.MEMBER


class WaitingPlace(models.Model):
    """A place in line for a full group. The smallest id is next, and nobody can move ahead."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="line")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    norms_version = models.PositiveIntegerField()
    since = models.DateTimeField(default=timezone.now)

    objects = WaitingPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="one_place_in_line")
        ]

    def __str__(self):
        return f"{self.member_id} waits for {self.group_id}"


class Removal(models.Model):
    """Somebody was removed from a group, and is told why."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    removed_at = models.DateTimeField(default=timezone.now)

    objects = RemovalQuerySet.as_manager()

    def __str__(self):
        return f"Removal {self.pk}"

    def get_absolute_url(self):
        return reverse("groups:removal_detail", args=[self.pk])
