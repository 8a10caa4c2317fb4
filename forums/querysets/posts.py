from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from forums.models import Topic

from .categories import open_to

PAGE = 20


class PostQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> PostQuerySet:
        """Posts whose words this person may read."""
        return self.filter(
            open_to(member, "read", "topic__category__"),
            standing="visible",
            topic__standing="visible",
        )

    def for_notice(self) -> PostQuerySet:
        return self.select_related("topic__category", "author")

    def on_page(self, topic: Topic, page: int) -> PostQuerySet:
        """One page of a topic as a range of numbers, with the gravestones of what is gone."""
        first = (page - 1) * PAGE + 1
        return (
            self.filter(topic=topic, number__gte=first, number__lt=first + PAGE)
            .select_related("author")
            .annotate(reply_to_number=F("reply_to__number"), reply_to_topic=F("reply_to__topic"))
            .order_by("number")
        )


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> RevisionQuerySet:
        """Earlier versions of posts whose words this person may read."""
        return self.filter(
            open_to(member, "read", "post__topic__category__"),
            post__standing="visible",
            post__topic__standing="visible",
        )

    def for_notice(self) -> RevisionQuerySet:
        return self.select_related("post__topic__category", "editor")


def page_of(number: int) -> int:
    """The page of a topic on which post `number` (from 1) stands."""
    return (number - 1) // PAGE + 1
