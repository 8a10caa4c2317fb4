"""What every verb does first, and what it does last."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Topic, words_of_topic
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


def locked_for_moderator(topic: Topic, member: Member) -> Topic:
    topic = locked_topic(topic)
    if not rules.can_manage(member, topic.category):
        raise Refused(_("This is for moderators."))
    return topic
