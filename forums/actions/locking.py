"""What every verb does first, and what it does last."""

from django.db.models import F
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Topic
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


def changed(topic: Topic) -> None:
    """Pages of the topic that were kept for visitors are no longer the topic's."""
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)


def locked_topic(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=["self"]).select_related("category").get(pk=topic.pk)


def locked_for_moderator(topic: Topic, member: Member) -> Topic:
    topic = locked_topic(topic)
    if not rules.can_manage(member, topic.category):
        raise Refused(_("This is for moderators."))
    return topic
