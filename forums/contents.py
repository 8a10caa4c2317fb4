"""What moderation asks of topics and posts."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.registry import Act, Content, Said, register

from .actions import decline, hold_again, let_through, send_back
from .models import HeldPost, Post, Topic


class PostContent(Content):
    acts = (Act.KEEP,)

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

    def title_of(self, target: Topic) -> str:
        return _("Topic “%(title)s”") % {"title": target.title}

    def author_of(self, target: Topic) -> Any:
        return None if target.author.is_stand_in else target.author

    def place_of(self, target: Topic) -> models.Model:
        return target.category.group if target.category.group_id else target.category

    def is_private(self, target: Topic) -> bool:
        return target.category.group_id is not None


class HeldPostContent(Content):
    """What is no post yet: shown, sent back to its author with kind words, or not posted."""

    acts = (Act.KEEP, Act.ASK_EDIT, Act.REMOVE)
    acts_on_keep = True
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

    def is_private(self, target: HeldPost) -> bool:
        return target.place.group_id is not None

    def context_of(self, target: HeldPost) -> list[Said]:
        before: list[Post] = []
        if target.topic_id:
            latest = Post.objects.filter(topic=target.topic_id).select_related("author")
            before = list(reversed(latest.order_by("-number")[:2]))
        return [_said(post) for post in before] + [
            Said(
                author=target.author, name=target.author.display_name, said_at=target.held_at,
                html=target.html, label=str(target.get_why_display()), note=target.note_text,
                files=target.attachments.all(), is_target=True,
                is_gone=target.state == HeldPost.State.POSTED,
            )
        ]  # fmt: skip

    def carry_out(
        self, target: HeldPost, act: Act, *, by: Any, choice: str, reason: str
    ) -> dict[str, Any]:
        if act == Act.KEEP:
            return {"post": let_through(target, by=by).post_id}
        deed = send_back if act == Act.ASK_EDIT else decline
        deed(target, by=by, answer=reason)
        return {}

    def take_back(self, target: HeldPost, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        hold_again(target, by=by)


def _said(post: Post) -> Said:
    return Said(
        author=None if post.author.is_stand_in else post.author, name=post.author.display_name,
        said_at=post.posted_at, html="" if post.is_gone else post.html, label=str(post.number),
        note=post.note_text, is_gone=post.is_gone,
    )  # fmt: skip


def register_contents() -> None:
    register(Post, PostContent())
    register(Topic, TopicContent())
    register(HeldPost, HeldPostContent())
