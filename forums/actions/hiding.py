"""What somebody follows, mutes and hides; what is put away is no longer new for them either."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from forums.models import Category, Post, Tag, Topic
from peersupport.members.actions import hide_themes
from peersupport.members.models import Member
from peersupport.notifications.actions import mark_read, watch
from peersupport.notifications.models import Notice, Watch


@transaction.atomic
def choose_level(target: Topic | Category, *, member: Member, level: Watch.Level) -> None:
    """Follow or mute a topic or a category, or neither."""
    watch(member, target, level=level)
    if level == Watch.Level.MUTED:
        _put_notices_away(member)


@transaction.atomic
def choose_level_of_tag(tag: Tag, *, member: Member, level: Watch.Level) -> None:
    """Follow a tag, leave out every topic that has it, or neither."""
    names = [name for name in member.hidden_tags if name != tag.name]
    if level == Watch.Level.MUTED:
        names.append(tag.name)
    else:
        watch(member, tag, level=level)
    choose_hidden(member, notes=member.hidden_notes, tags=names)


@transaction.atomic
def choose_hidden(member: Member, *, notes: Iterable[str], tags: Iterable[str]) -> None:
    """Leave content notes and tags out of every list, notice and letter of this member."""
    hide_themes(member, notes=notes, tags=tags)
    _put_notices_away(member)


def put_away_noted(post: Post) -> None:
    """A note that came later counts like one from the start: for who leaves such themes out."""
    posts = Post.objects.filter(topic=post.topic_id)
    if post.number > 1:
        posts = posts.filter(pk=post.pk)
    waiting = Notice.objects.filter(
        recipient__hidden_notes__contains=[post.note], read_at=None,
        target_type=ContentType.objects.get_for_model(Post), target_id__in=posts.values("pk"),
    )  # fmt: skip
    for member in Member.objects.filter(pk__in=waiting.values("recipient")):
        _put_notices_away(member)


def _put_notices_away(member: Member) -> None:
    """The number beside the bell counts nothing that one does not want to meet."""
    about = ContentType.objects.get_for_model(Post)
    notices = Notice.objects.filter(recipient=member, read_at=None, target_type=about)
    posts = Post.objects.filter(pk__in=notices.values("target_id"))
    unwanted = posts.exclude(pk__in=Post.objects.wanted_by(member).values("pk"))
    mark_read(member, notices=notices.filter(target_id__in=unwanted.values("pk")))
