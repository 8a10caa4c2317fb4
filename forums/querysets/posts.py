from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef

if TYPE_CHECKING:
    from forums.models import Topic

from .categories import open_to
from .reading import awaiting

PAGE = 20


class PostQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> PostQuerySet:
        """Posts whose words this person may read."""
        return self.filter(
            open_to(member, "read", "topic__category__"),
            standing="visible",
            topic__standing="visible",
        )

    def awaiting(self, member: Any) -> PostQuerySet:
        """Posts to a member, in topics that take replies and in which they have not written since.

        What somebody wrote whom they muted waits for nothing.
        """
        since = self.model._default_manager.filter(
            author=member.pk, topic=OuterRef("topic"), pk__gt=OuterRef("pk"), standing="visible"
        )
        muted = apps.get_model("members.Mute").objects.filter(member=member.pk).values("other")
        posts = self.filter(awaiting(member), ~Exists(since), topic__is_locked=False)
        return posts.exclude(author__in=muted).exclude(author=member.pk).order_by("-pk")

    def for_notice(self) -> PostQuerySet:
        return self.select_related("topic__category", "author")

    def on_page(self, topic: Topic, page: int) -> PostQuerySet:
        """One page of a topic as a range of numbers, with the gravestones of what is gone."""
        first = (page - 1) * PAGE + 1
        return (
            self.filter(topic=topic, number__gte=first, number__lt=first + PAGE)
            .select_related("author")
            .annotate(
                reply_to_number=F("reply_to__number"),
                reply_to_author=F("reply_to__author"),
                reply_to_name=F("reply_to__author__display_name"),
                reply_to_standing=F("reply_to__standing"),
            )
            .order_by("number")
        )


def page_of(number: int) -> int:
    """The page of a topic on which post `number` (from 1) stands."""
    return (number - 1) // PAGE + 1
