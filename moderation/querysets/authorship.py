from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

ASKING_ROLES = ("moderator", "administrator")


class SealedAuthorshipQuerySet(models.QuerySet):
    def visible_to(self, member):
        """That something has a hidden author is for those who may ask for it."""
        may_ask = member.is_authenticated and member.is_on_duty and member.role in ASKING_ROLES
        return self if may_ask else self.none()


class AuthorshipRequestQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Whoever may ask sees what others asked: two pairs of eyes, and no secrets among staff."""
        may_ask = member.is_authenticated and member.is_on_duty and member.role in ASKING_ROLES
        return self if may_ask else self.none()

    def for_notice(self):
        return self

    def to_answer(self, member):
        """What waits for this person's yes or no: asked by somebody else."""
        since = timezone.now() - timedelta(hours=72)
        waiting = Q(is_emergency=True) | Q(asked_at__gt=since)
        waits = self.filter(waiting, answer="", authorship__isnull=False)
        return waits.exclude(asked_by=member.pk)
