"""What moderation asks of topics and posts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import (
    Act,
    Choice,
    Content,
    Said,
    register,
    register_edge,
    register_place,
)
from peersupport.core.exceptions import Refused
from peersupport.members.actions import is_forgotten

from . import actions
from .models import Category, ContentNote, Post, Topic

AROUND = 2  # posts before what an item is about, and after it
GONE = {Act.HIDE: Post.Standing.HIDDEN, Act.REMOVE: Post.Standing.REMOVED}
TO_AUTHOR = {Act.KEEP, Act.ASK_EDIT}  # nothing changes; the statement tells the author


class PostContent(Content):
    acts = tuple(Act)
    kind = gettext_lazy("A post")
    question = gettext_lazy("What is wrong with this post?")
    way_back = gettext_lazy("Go back to the topic")
    related = ("topic__category__group", "author")

    def acts_for(self, target: Post) -> tuple[Act, ...]:
        """Who cannot be told is not asked to edit; a topic is moved on account of its first post."""
        cannot = set() if self.author_of(target) else {Act.ASK_EDIT}
        cannot |= set() if target.number == 1 else {Act.MOVE}
        return tuple(act for act in self.acts if act not in cannot)

    def title_of(self, target: Post) -> str:
        words = _("Post %(number)s in “%(title)s”")
        return words % {"number": target.number, "title": target.topic.title}

    def author_of(self, target: Post) -> Any:
        return _person(target)

    def place_of(self, target: Post) -> models.Model:
        return _place(target.topic)

    def is_private(self, target: Post) -> bool:
        return target.topic.category.group_id is not None

    def context_of(self, target: Post) -> list[Said]:
        """Gone ones around it are left out; its own words stay there for who decides."""
        posts = Post.objects.filter(topic=target.topic_id, standing=Post.Standing.VISIBLE)
        posts = posts.select_related("author")
        before = posts.filter(number__lt=target.number).order_by("-number")[:AROUND]
        after = posts.filter(number__gt=target.number).order_by("number")[:AROUND]
        return [_said(each, target) for each in (*reversed(before), target, *after)]

    def choices_of(self, target: Post, act: Act, *, by: Any) -> list[Choice]:
        if act == Act.NOTE:
            return [Choice(value=note.value, label=str(note.label)) for note in ContentNote]
        if act == Act.MOVE:
            places = actions.places_for(target.topic, by=by)
            return [Choice(value=str(place.pk), label=place.name) for place in places]
        return []

    def carry_out(self, target: Post, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        if act in TO_AUTHOR:
            return {}
        if act in GONE:
            return actions.hide(target, by=by, standing=GONE[act])
        if act == Act.NOTE:
            return actions.set_note(target, by=by, note=choice)
        if act == Act.LOCK:
            return actions.close(target.topic, by=by)
        if act in self.acts_for(target):
            return actions.carry(target.topic, to=_chosen(target.topic, choice, by), by=by)
        raise Refused(_("A topic is moved on account of its first post."))

    def take_back(self, target: Post, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act in GONE:
            actions.take_back_hide(target, facts, by=by)
        elif act == Act.NOTE:
            actions.take_back_note(target, facts, by=by)
        elif act == Act.LOCK:
            actions.take_back_close(facts, by=by)
        elif act == Act.MOVE:
            actions.take_back_carry(facts, by=by)

    def locked(self, target: Post) -> Post:
        return actions.locked_post(target)

    def touch(self, target: Post) -> None:
        actions.changed(target.topic)

    def made_since(self, author: Any, since: datetime) -> list[Post]:
        posts = Post.objects.filter(
            author=author.pk, posted_at__gte=since, standing=Post.Standing.VISIBLE,
            topic__standing=Topic.Standing.VISIBLE,
        )  # fmt: skip
        return list(posts.select_related("topic__category", "author").order_by("pk"))


class TopicContent(PostContent):
    """A topic is its first post, but for being hidden: then everything in it is out of sight."""

    kind = gettext_lazy("A topic")
    question = gettext_lazy("What is wrong with this topic?")
    related = ("category__group", "author")

    def acts_for(self, target: Topic) -> tuple[Act, ...]:
        cannot = set() if self.author_of(target) else {Act.ASK_EDIT}
        return tuple(act for act in self.acts if act not in cannot)

    def title_of(self, target: Topic) -> str:
        return _("Topic “%(title)s”") % {"title": target.title}

    def place_of(self, target: Topic) -> models.Model:
        return _place(target)

    def is_private(self, target: Topic) -> bool:
        return target.category.group_id is not None

    def context_of(self, target: Topic) -> list[Said]:
        return super().context_of(_first_of(target))

    def choices_of(self, target: Topic, act: Act, *, by: Any) -> list[Choice]:
        return super().choices_of(Post(topic=target, number=1), act, by=by)

    def carry_out(self, target: Topic, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        if act in GONE:
            return actions.hide_topic(target, by=by, standing=GONE[act])
        return super().carry_out(_first_of(target), act, by=by, choice=choice, reason=reason)

    def take_back(self, target: Topic, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act in GONE:
            actions.take_back_hide_topic(target, by=by)
        else:
            super().take_back(_first_of(target), act, facts, by=by)

    def locked(self, target: Topic) -> Topic:
        return actions.locked_topic(target)

    def touch(self, target: Topic) -> None:
        actions.changed(target)

    def made_since(self, author: Any, since: datetime) -> list[Topic]:
        topics = Topic.objects.filter(
            author=author.pk, posted_at__gte=since, standing=Topic.Standing.VISIBLE
        )
        return list(topics.select_related("category", "author").order_by("pk"))


def categories_moderated_by(member: Any) -> dict[type[models.Model], set[int]]:
    """Categories that somebody with a role was given by name, themself or as one of several."""
    if not member.is_on_duty:
        return {}
    grants = [
        apps.get_model("guardian", "UserObjectPermission").objects.filter(user=member.pk),
        apps.get_model("guardian", "GroupObjectPermission").objects.filter(
            group__in=member.groups.values("pk")
        ),
    ]
    kind = ContentType.objects.get_for_model(Category)
    given = Q()
    for rows in grants:
        rows = rows.filter(content_type=kind, permission__codename="moderate_category")
        given |= Q(Exists(rows.filter(object_pk=Cast(OuterRef("pk"), CharField()))))
    found = Category.objects.of_the_forums().filter(given)
    return {Category: set(found.values_list("pk", flat=True))}


def register_contents() -> None:
    register(Post, PostContent())
    register(Topic, TopicContent())
    register_edge(categories_moderated_by)
    register_place(Category)


def _person(target: Post | Topic) -> Any:
    """The member it is from, or None: without a name, or somebody who left."""
    author = target.author
    return None if author.is_stand_in or is_forgotten(author) else author


def _place(topic: Topic) -> models.Model:
    return topic.category.group if topic.category.group_id else topic.category


def _first_of(topic: Topic) -> Post:
    posts = Post.objects.select_related("topic__category", "author")
    return posts.get(topic=topic, number=1)


def _chosen(topic: Topic, choice: str, by: Any) -> Category:
    """Where to move it: one of the places offered, and no other."""
    places = {str(place.pk): place for place in actions.places_for(topic, by=by)}
    if choice not in places:
        raise Refused(_("Choose where the topic goes."))
    return places[choice]


def _said(post: Post, target: Post) -> Said:
    return Said(
        author=_person(post), name=post.author.display_name, said_at=post.posted_at, html=post.html,
        label=_("post %(number)s") % {"number": post.number}, note=post.note_text,
        files=[str(each["name"]) for each in post.files], is_target=post.pk == target.pk,
        is_gone=post.is_gone,
    )  # fmt: skip
