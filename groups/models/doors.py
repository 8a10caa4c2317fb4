from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import (
    InvitationQuerySet,
    JoinRequestQuerySet,
)
from .circles import Group


class JoinRequest(models.Model):
    """Somebody asks to join. Their answers are read by who decides, and by nobody else."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    group = models.ForeignKey(Group, models.CASCADE, related_name="requests")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answers = models.JSONField(default=list)  # [[question, answer], …]
    norms_version = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member"], condition=Q(state="waiting"), name="one_open_request"
            )
        ]

    def __str__(self):
        return f"Request {self.pk}"

    def get_absolute_url(self):
        return reverse("groups:request_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


class Invitation(models.Model):
    """A way in, for whoever holds the link or for one address."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=43, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.EmailField(blank=True)  # empty: for whoever holds the link
    most_uses = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(uses__lte=F("most_uses")), name="invitation_not_used_too_often"
            )
        ]

    def __str__(self):
        return f"Invitation {self.pk}"

    def get_absolute_url(self):
        return reverse("groups:invitation_detail", args=[self.token])

    @property
    def uses_left(self) -> int:
        return self.most_uses - self.uses

    @property
    def is_usable(self) -> bool:
        is_fresh = self.revoked_at is None and self.expires_at > timezone.now()
        return is_fresh and self.uses < self.most_uses


class PassedOver(models.Model):
    """A group that somebody does not want to have suggested again."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "group"], name="passed_over_once")]

    def __str__(self):
        return f"{self.group_id} is not for {self.member_id}"
