from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from peersupport.members.models import Role

from .categories import open_to

PROMPTING_ROLES = {Role.ORGANISER, Role.MODERATOR, Role.ADMINISTRATOR}
MANAGING = "manage_discussions"  # the power over a group that opens its prompts


class PromptQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> PromptQuerySet:
        """One's own, and those of the places in which this person may run prompts."""
        if not member.is_authenticated:
            return self.none()
        powers = apps.get_model("groups.Power").objects.filter(
            user=member.pk, permission__codename=MANAGING
        )
        known = Q(author=member.pk) | Q(category__group__in=powers.values("content_object"))
        if member.is_on_duty and member.role in PROMPTING_ROLES:
            known |= Q(category__group=None)
        return self.filter(known)

    def for_notice(self) -> PromptQuerySet:
        return self.select_related("category")

    def due(self, now: datetime) -> PromptQuerySet:
        """Those with which the clock has something to do, the longest waiting first."""
        to_open = Q(state="scheduled", opens_at__lte=now)
        to_end = Q(state="open") & (Q(unpin_at__lte=now) | Q(closes_at__lte=now))
        return self.filter(to_open | to_end).order_by("opens_at", "pk")


def current_prompts(member: Any, *, group: int | None = None) -> models.QuerySet:
    """Prompts that are open and that this person may answer or read, the newest first.

    Those of the forums, or of one group; none by somebody whom this person blocked or muted. Each
    with its topic and category: `current_prompts(member).first()` is the card of a page.
    """
    prompts = apps.get_model("forums.Prompt").objects.filter(
        open_to(member, "read", "topic__category__"), state="open", topic__standing="visible",
        topic__is_locked=False, topic__category__group=group,
    )  # fmt: skip
    if member.is_authenticated:
        for name in ("Block", "Mute"):
            apart = apps.get_model(f"members.{name}").objects.filter(member=member.pk)
            prompts = prompts.exclude(topic__author__in=apart.values("other"))
    shown = [f"topic__{name}" for name in ("title", "slug", "reply_count")]
    shown += [f"topic__category__{name}" for name in ("name", "slug", "hue", "group")]
    prompts = prompts.select_related("topic__category").only("opened_at", *shown)
    return prompts.order_by("-opened_at", "-pk")
