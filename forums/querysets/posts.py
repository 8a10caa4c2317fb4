from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

if TYPE_CHECKING:
    from forums.models import Topic

from .categories import open_to
from .folding import folded_for
from .reading import awaiting
from .wanted import unwanted_by

PAGE = 20


class PostQuerySet(models.QuerySet):
    def visible_to(self, member: Any) -> PostQuerySet:
        """Posts whose words this person may read."""
        return self.filter(
            open_to(member, "read", "topic__category__"),
            standing="visible",
            topic__standing="visible",
        )

    def wanted_by(self, member: Any) -> PostQuerySet:
        """Without what stands in topics that this person muted or hides, and posts with such a note.

        For lists of posts, search, notices and letters; a topic's own page shows all its posts.
        What they wrote themselves stays.
        """
        unwanted = unwanted_by(member, "topic__")
        if not unwanted:
            return self
        if member.hidden_notes:
            unwanted |= Q(note__in=member.hidden_notes)
        return self.exclude(unwanted & ~Q(author=member.pk))

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

    def folding_for(self, member: Any) -> PostQuerySet:
        """Each with `is_folded`: by somebody whom this person blocked or muted."""
        return self.annotate(is_folded=folded_for(member))

    def on_page(self, topic: Topic, page: int) -> PostQuerySet:
        """One page of a topic as a range of numbers, with the gravestones of what is gone."""
        first = (page - 1) * PAGE + 1
        return (
            self.filter(topic=topic, number__gte=first, number__lt=first + PAGE)
            .select_related("author")
            .annotate(
                reply_to_number=F("reply_to__number"),
                reply_to_topic=F("reply_to__topic"),
                reply_to_author=F("reply_to__author"),
                reply_to_name=F("reply_to__author__display_name"),
                reply_to_standing=F("reply_to__standing"),
            )
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
