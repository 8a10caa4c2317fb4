from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from groups.models import Membership
from peersupport.members.models import Member, Role
from peersupport.members.rules import ContactPath, within_reach

from .categories import Audience

if TYPE_CHECKING:
    from forums.models import Category, Topic

LATEST_POSTS = 200  # of a topic: who wrote them is among those to mention first
LATEST_TOPICS = 200  # of the forums: the names in them are no secret to who may read them


def people_to_mention(
    writer: Member, words: str, *, category: Category, topic: Topic | None = None
) -> QuerySet[Member]:
    """Whom somebody may mention at a place by the beginning of a name, those in the topic first.

    Only people who can read there and whom they reach; and, except in a group, only those whose
    names stand in the conversations that the writer can read, or who asked to be in the directory:
    a list that answers two letters with anybody would be a directory of those who did not.
    """
    taking_part = _authors_in(topic) if topic else set()
    begins = Q(handle__startswith=words.casefold()) | Q(display_name__istartswith=words)
    begins |= Q(display_name__icontains=f" {words}")
    people = within_reach(
        Member.objects.reachable().exclude(pk=writer.pk), of=writer, path=ContactPath.MENTION
    )
    is_in_topic = Case(
        When(pk__in=taking_part, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    found = people.filter(begins).filter(_readers_of(category, taking_part, writer))
    return found.annotate(is_in_topic=is_in_topic).order_by("-is_in_topic", "handle")


def _readers_of(category: Category, taking_part: set[int], writer: Member) -> Q:
    if category.group_id:
        return Q(pk__in=Membership.objects.filter(group=category.group_id).values("member"))
    known = Q(pk__in=taking_part | _authors_known_to(writer)) | Q(listed=True)
    if category.read >= Audience.STAFF:
        return known & ~Q(role=Role.NONE) & Q(second_factor_at__isnull=False)
    return known


def _authors_in(topic: Topic) -> set[int]:
    """Who wrote what still stands among the latest posts of a topic."""
    latest = topic.posts.filter(standing="visible", number__gt=topic.last_number - LATEST_POSTS)
    return set(latest.values_list("author", flat=True))


def _authors_known_to(writer: Member) -> set[int]:
    """Whose names stand in the latest conversations of the forums that somebody can read."""
    topics: Any = apps.get_model("forums.Topic")._default_manager
    readable = topics.visible_to(writer).filter(category__group=None)
    latest = readable.order_by("-last_post_at", "-id")
    rows = latest.values_list("author", "recent_authors")[:LATEST_TOPICS]
    return {pk for author, others in rows for pk in (author, *others)}
