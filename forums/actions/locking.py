"""What every verb does first, and what it does last."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, Post, Topic, words_of_topic
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


def changed(topic: Topic) -> None:
    """Pages of the topic that were kept for visitors are no longer the topic's, and its words
    for search are made anew: call this when all else is written."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1, words=words_of_topic())


def set_words(topics: Iterable[int]) -> None:
    """Make the words under which topics are found from their title, tags and first post."""
    Topic.objects.filter(pk__in=topics).update(words=words_of_topic())


def locked_topic(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=["self"]).select_related("category").get(pk=topic.pk)


def locked_topics(*topics: Topic) -> list[Topic]:
    """Several topics, locked in the order of their ids: two moderators never wait for each other."""
    rows = Topic.objects.select_for_update(of=["self"]).select_related("category")
    by_id = {row.pk: row for row in rows.filter(pk__in=[t.pk for t in topics]).order_by("pk")}
    return [by_id[topic.pk] for topic in topics]


def locked_categories(*categories: Category) -> list[Category]:
    """The same for categories, whose rows are locked after those of topics."""
    rows = Category.objects.select_for_update().filter(pk__in=[c.pk for c in categories])
    by_id = {row.pk: row for row in rows.order_by("pk")}
    return [by_id[category.pk] for category in categories]


def locked_post(post: Post) -> Post:
    """A post and then its topic's row in `post.topic`: topic first, as all verbs lock them.

    While the topic is held nobody moves its posts, so one look says whether it is still there.
    """
    topic = locked_topic(post.topic)
    found = Post.objects.select_for_update(of=["self"]).filter(pk=post.pk, topic=topic).first()
    if found is None:
        raise Refused(_("This post was just moved to another topic. Open it there and try again."))
    found.topic = topic
    return found


def locked_for_moderator(topic: Topic, member: Member) -> Topic:
    topic = locked_topic(topic)
    if not rules.can_manage(member, topic.category):
        raise Refused(_("This is for moderators."))
    return topic
