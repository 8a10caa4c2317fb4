"""What moderation asks of topics and posts."""

from collections.abc import Mapping
from dataclasses import replace
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

from . import actions, rules
from .models import Category, ContentNote, HeldPost, Post, Topic

AROUND = 2  # posts before what an item is about, and after it
GONE = {Act.HIDE: Post.Standing.HIDDEN, Act.REMOVE: Post.Standing.REMOVED}
TO_AUTHOR = {Act.KEEP, Act.ASK_EDIT}  # nothing changes; the statement tells the author


class PostContent(Content):
    acts = tuple(Act)
    kind = gettext_lazy("A post")
    question = gettext_lazy("What is wrong with this post?")
    way_back = gettext_lazy("Go back to the topic")
    related = ("author", "topic__category__group")

    def acts_for(self, target: Post) -> tuple[Act, ...]:
        """Who cannot be told, or may not edit any more, is not asked to; a topic is moved on account
        of its first post; and what nobody sees is not hidden again."""
        author, topic = self.author_of(target), target.topic
        cannot = {Act.NOTE, *GONE} if target.is_gone else set()
        if author is None or not rules.can_edit(author, target, topic):
            cannot.add(Act.ASK_EDIT)
        if topic.is_gone or topic.is_locked:
            cannot.add(Act.LOCK)
        if topic.is_gone or target.number > 1:
            cannot.add(Act.MOVE)
        return tuple(act for act in self.acts if act not in cannot)

    def title_of(self, target: Post) -> str:
        words = _("Post %(number)s in “%(title)s”")
        return words % {"number": target.number, "title": target.topic.title}

    def is_from(self, target: Any, member: Any) -> bool:
        """Written without a name, by who would decide."""
        topic = target if isinstance(target, Topic) else target.topic
        return rules.is_author(member, target, topic)

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
        if act == Act.MOVE and target.number == 1:
            return actions.carry(target.topic, to=_chosen(target.topic, choice, by), by=by)
        raise Refused(_("A topic is moved on account of its first post."))

    def take_back(self, target: Post, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act in GONE:
            actions.take_back_hide(target, facts, by=by)
        elif act == Act.NOTE:
            actions.take_back_note(facts, by=by)
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
    way_back = gettext_lazy("Go back to the topic")
    related = ("author", "category__group")

    def acts_for(self, target: Topic) -> tuple[Act, ...]:
        first = _first_of(target)
        can = set(super().acts_for(first)) - set(GONE) if first else {Act.KEEP}
        can |= set() if target.is_gone else set(GONE)
        return tuple(act for act in self.acts if act in can)

    def title_of(self, target: Topic) -> str:
        return _("Topic “%(title)s”") % {"title": target.title}

    def place_of(self, target: Topic) -> models.Model:
        return _place(target)

    def is_private(self, target: Topic) -> bool:
        return target.category.group_id is not None

    def context_of(self, target: Topic) -> list[Said]:
        first = _first_of(target)
        return super().context_of(first) if first else []

    def choices_of(self, target: Topic, act: Act, *, by: Any) -> list[Choice]:
        return super().choices_of(Post(topic=target, number=1), act, by=by)

    def carry_out(self, target: Topic, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        if act in GONE:
            return actions.hide_topic(target, by=by, standing=GONE[act])
        first = _first_of(target)
        if first is None:
            raise Refused(_("Everything in this topic was moved to another one. Look there."))
        return super().carry_out(first, act, by=by, choice=choice, reason=reason)

    def take_back(self, target: Topic, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        if act in GONE:
            actions.take_back_hide_topic(target, by=by)
        else:
            super().take_back(target, act, facts, by=by)

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


class HeldPostContent(Content):
    """What is no post yet: shown, sent back to its author with kind words, or not posted."""

    acts = (Act.KEEP, Act.ASK_EDIT, Act.REMOVE)
    acts_on_keep = True
    kind = gettext_lazy("A post that waits")
    names = {
        Act.KEEP: gettext_lazy("Let it through"),
        Act.ASK_EDIT: gettext_lazy("Send it back to be edited"),
        Act.REMOVE: gettext_lazy("Do not post it"),
    }

    def title_of(self, target: HeldPost) -> str:
        if target.topic:
            return _("A reply that waits, in “%(title)s”") % {"title": target.topic.title}
        words = _("A topic that waits, in %(place)s: “%(title)s”")
        title = target.title or (target.post.topic.title if target.post else "")
        return words % {"place": target.category.name, "title": title}

    def place_of(self, target: HeldPost) -> models.Model:
        return target.place.group if target.place.group_id else target.place

    def page_for_author(self, target: HeldPost) -> str:
        return target.get_absolute_url()

    def is_private(self, target: HeldPost) -> bool:
        return target.place.group_id is not None

    def context_of(self, target: HeldPost) -> list[Said]:
        before: list[Post] = []
        if target.topic_id:
            latest = Post.objects.filter(topic=target.topic_id, standing=Post.Standing.VISIBLE)
            latest = latest.select_related("author")
            before = list(reversed(latest.order_by("-number")[:2]))
        return [replace(_said(post, post), is_target=False) for post in before] + [
            Said(
                author=target.author, name=target.author.display_name, said_at=target.held_at,
                html=target.html, label=str(target.get_why_display()), note=target.note_text,
                files=[str(each["name"]) for each in target.files], is_target=True,
                is_gone=target.state == HeldPost.State.POSTED,
            )
        ]  # fmt: skip

    def carry_out(
        self, target: HeldPost, act: Act, *, by: Any, choice: str, reason: str
    ) -> dict[str, Any]:
        if act == Act.KEEP:
            return {"post": actions.let_through(target, by=by).post_id}
        deed = actions.send_back if act == Act.ASK_EDIT else actions.decline
        deed(target, by=by, answer=reason)
        return {}

    def take_back(self, target: HeldPost, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        actions.hold_again(target, by=by)


def register_contents() -> None:
    register(Post, PostContent())
    register(Topic, TopicContent())
    register(HeldPost, HeldPostContent())
    register_edge(categories_moderated_by)
    register_place(Category)


def _person(target: Post | Topic) -> Any:
    """The member it is from, or None: without a name, or somebody who left."""
    author = target.author
    return None if author.is_stand_in or is_forgotten(author) else author


def _place(topic: Topic) -> models.Model:
    return topic.category.group if topic.category.group_id else topic.category


def _first_of(topic: Topic) -> Post | None:
    """Its first post; none once the topic was merged into another one."""
    posts = Post.objects.select_related("topic__category", "author")
    return posts.filter(topic=topic, number=1).first()


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
