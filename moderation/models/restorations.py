from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import RestorationQuerySet
from .decisions import Decision


class Restoration(models.Model):
    """A guided conversation beside a decision: asked for, held elsewhere, and what it came to.

    The words of the conversation are kept nowhere: only what both agreed on, in a few words.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        AGREED = "agreed", _("Agreed on something")
        ENDED = "ended", _("It did not come to it")

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="restoration")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # told to nobody but who leads it: it may be who reported
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    agreement = models.TextField(max_length=2000, blank=True)
    follow_up_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # who led it, on the day to look again

    objects = RestorationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", settled_at=None)
                | (~Q(state="asked") & Q(settled_at__isnull=False, led_by__isnull=False)),
                name="restoration_has_who_led_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | (~Q(agreement="") & Q(follow_up_on__isnull=False)),
                name="restoration_agreement_is_looked_at_again",
            ),
        ]
        indexes = [
            models.Index(
                fields=["follow_up_on"], name="restoration_to_follow_up",
                condition=Q(state="agreed", reminded_at=None),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"Conversation beside {self.decision_id}"

    def get_absolute_url(self):
        return reverse("moderation:restoration_detail", args=[self.pk])
