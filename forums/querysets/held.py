from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

MODERATES = "moderate_inside"  # the power over a group that lets its bearer decide


class HeldPostQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> HeldPostQuerySet:
        """One's own, and for who may decide about them also others': the pictures in them open."""
        if not member.is_authenticated:
            return self.none()
        if member.is_moderating:
            return self
        powers = apps.get_model("groups.Power").objects.filter(
            user=member.pk, permission__codename=MODERATES
        )
        return self.filter(
            Q(author=member.pk) | Q(category__group__in=powers.values("content_object"))
        )

    def written_by(self, member: Any) -> HeldPostQuerySet:
        return self.filter(author=member.pk)

    def open(self) -> HeldPostQuerySet:
        """Those that wait, and those that went back to their author."""
        return self.filter(state__in=["waiting", "returned"])

    def for_listing(self) -> HeldPostQuerySet:
        """The latest first, with their places."""
        return self.select_related("category", "topic__category").order_by("-held_at", "-id")

    def for_notice(self) -> HeldPostQuerySet:
        return self.select_related("category", "topic__category", "post__topic")

    def settled_before(self, before: datetime) -> HeldPostQuerySet:
        """What was decided so long ago, and what its author left lying since."""
        return self.filter(Q(settled_at__lt=before) | Q(state="returned", held_at__lt=before))
