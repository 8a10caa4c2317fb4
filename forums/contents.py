"""What moderation asks of topics and posts."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, register

from .models import Post, Topic


class PostContent(Content):
    acts = (Act.KEEP,)
    kind = gettext_lazy("A post")
    question = gettext_lazy("What is wrong with this post?")
    way_back = gettext_lazy("Go back to the topic")
    related = ("topic__category__group", "author")

    def title_of(self, target: Post) -> str:
        words = _("Post %(number)s in “%(title)s”")
        return words % {"number": target.number, "title": target.topic.title}

    def author_of(self, target: Post) -> Any:
        return None if target.author.is_stand_in else target.author

    def place_of(self, target: Post) -> models.Model:
        category = target.topic.category
        return category.group if category.group_id else category

    def is_private(self, target: Post) -> bool:
        return target.topic.category.group_id is not None


class TopicContent(Content):
    acts = (Act.KEEP,)
    kind = gettext_lazy("A topic")
    question = gettext_lazy("What is wrong with this topic?")
    way_back = gettext_lazy("Go back to the topic")
    related = ("category__group", "author")

    def title_of(self, target: Topic) -> str:
        return _("Topic “%(title)s”") % {"title": target.title}

    def author_of(self, target: Topic) -> Any:
        return None if target.author.is_stand_in else target.author

    def place_of(self, target: Topic) -> models.Model:
        return target.category.group if target.category.group_id else target.category

    def is_private(self, target: Topic) -> bool:
        return target.category.group_id is not None


def register_contents() -> None:
    register(Post, PostContent())
    register(Topic, TopicContent())
