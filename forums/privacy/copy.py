"""The copy of what the forums keep of a member."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from forums.models import (
    Alias,
    Ballot,
    Bookmark,
    DismissedAnnouncement,
    Draft,
    FeedKey,
    HeldPost,
    MovedPost,
    Poll,
    PollOption,
    Post,
    PostRevision,
    Prompt,
    Reaction,
    ReadMark,
    TagSuggestion,
    Topic,
)
from peersupport.core.personal import Table, table
from peersupport.core.redaction import Posts


def stand_ins_of(member: Any) -> list[int]:
    """Who stands beside what a person wrote without their name."""
    return [alias.stand_in_id for alias in Alias.objects.all().of(member)]


def export(member: Any) -> Iterator[Table]:
    me = [member.pk, *stand_ins_of(member)]
    readable = dict(
        Topic.objects.visible_to(member)
        .filter(
            Q(posts__author__in=me)
            | Q(read_marks__member=member)
            | Q(author__in=me)
            | Q(drafts__member=member)
            | Q(held_posts__author=member)
        )
        .values_list("pk", "title")
    )

    def topic_title(row):
        """Other people's titles as long as the member may read them."""
        return readable.get(row.topic_id)

    def without_name(row):
        return row.author_id != member.pk

    topics = Topic.objects.filter(author__in=me).order_by("pk")
    yield table(topics, without_my_name=without_name)
    posts = Post.objects.filter(author__in=me).order_by("pk")
    yield table(posts, topic_title=topic_title, without_my_name=without_name)
    yield table(
        PostRevision.objects.filter(post__author__in=me).order_by("pk"),
        changed_by_me=lambda row: row.editor_id in me,
    )
    yield table(Alias.objects.filter(stand_in__in=me).order_by("pk"))
    yield table(Reaction.objects.filter(member=member).order_by("pk"))
    yield table(Bookmark.objects.filter(member=member).order_by("pk"))
    yield table(
        TagSuggestion.objects.filter(suggested_by=member).order_by("pk"), topic_title=topic_title
    )
    yield table(ReadMark.objects.filter(member=member).order_by("pk"), topic_title=topic_title)
    yield table(FeedKey.objects.filter(member=member).order_by("pk"))
    yield table(DismissedAnnouncement.objects.filter(member=member).order_by("pk"))
    yield table(Draft.objects.filter(member=member).order_by("pk"), topic_title=topic_title)
    yield table(HeldPost.objects.filter(author=member).order_by("pk"), topic_title=topic_title)
    yield from _export_polls(member)
    yield table(Prompt.objects.filter(author=member).order_by("pk"))


def _export_polls(member: Any) -> Iterator[Table]:
    """Polls they asked, and their votes with the words of those that they may still read."""
    readable = set(
        Topic.objects.visible_to(member)
        .filter(posts__poll__ballots__member=member)
        .values_list("pk", flat=True)
    )
    texts: dict[int, list[str]] = {}
    for option in PollOption.objects.filter(poll__post__topic__in=readable).order_by("position"):
        texts.setdefault(option.poll_id, []).append(option.text)

    def question(row):
        return row.poll.question if row.poll_id in texts else None

    def chosen(row):
        return [texts[row.poll_id][n - 1] for n in row.choices] if row.poll_id in texts else None

    me = [member.pk, *stand_ins_of(member)]
    asked = Poll.objects.filter(post__author__in=me).order_by("pk")
    yield table(asked, options=lambda row: [option.text for option in row.options.all()])
    ballots = Ballot.objects.filter(member=member).select_related("poll").order_by("pk")
    yield table(ballots, question=question, chosen=chosen)


def held(member: Any) -> dict[str, int]:
    visible = {"author": member, "standing": Topic.Standing.VISIBLE}
    return {
        str(_("Topics you started")): Topic.objects.filter(**visible).count(),
        str(_("replies you wrote")): Post.objects.filter(number__gt=1, **visible).count(),
        str(_("posts without your name")): Post.objects.filter(
            author__in=stand_ins_of(member), standing=Post.Standing.VISIBLE
        ).count(),
        str(_("reactions you gave")): Reaction.objects.filter(member=member).count(),
        str(_("votes in polls")): Ballot.objects.filter(member=member).count(),
    }


def written_by(member: Any) -> Posts:
    me = [member.pk, *stand_ins_of(member)]
    posts = Post.objects.filter(author__in=me).values_list("topic_id", "number")
    moved = MovedPost.objects.filter(post__author__in=me).values_list("topic_id", "number")
    return frozenset(posts) | frozenset(moved)  # quotations may name where they stood before
