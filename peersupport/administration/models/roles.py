from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from peersupport.members.models import Role

from ..querysets import RoleGrantQuerySet

REVIEW_DAYS = 92  # a quarter of a year


class RoleGrant(models.Model):
    """A role on the staff that somebody was given: by whom, why and until when. Kept for good.

    What a role may do is asked of `member.role`; these rows say why it is what it is.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role)
    reason = models.CharField(max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # empty: whoever runs the machine
    granted_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # empty: its date, or whoever runs the machine
    ended_because = models.CharField(max_length=300, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None), name="one_open_role_grant"
            ),
            models.CheckConstraint(condition=~Q(role=""), name="role_grant_names_a_role"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="keep_what_was_granted",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["ended_at", "ended_by", "ended_because"]),
            ),
            pgtrigger.Protect(
                name="keep_how_it_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(name="keep_every_grant", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.role} of {self.member_id}"

    @property
    def is_overdue(self) -> bool:
        """Whether nobody has looked at it for a quarter; asked of rows `for_review`."""
        return self.looked_at < timezone.now() - timedelta(days=REVIEW_DAYS)

    @property
    def due_at(self):
        return self.looked_at + timedelta(days=REVIEW_DAYS)


class AccessReview(models.Model):
    """Somebody asked whether a role is still right, and said so."""

    grant = models.ForeignKey(RoleGrant, models.PROTECT, related_name="reviews")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)
    is_kept = models.BooleanField()

    class Meta:
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(
                name="keep_every_review", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        return f"Review of {self.grant_id}"
