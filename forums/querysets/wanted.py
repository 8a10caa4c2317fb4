"""What somebody would rather not meet: the one place that says what follows from muting and hiding.

How closely one follows a topic is one's own level for the topic; where one has none, that of its
category; else it is normal. A topic that comes out as muted is absent from every list, and nobody
is told of it. So is one with a content note or a tag that its reader hides, whatever they follow;
but nothing hides from people what they began or wrote themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from peersupport.notifications.models import Watch

if TYPE_CHECKING:
    from forums.models import Post

MUTED = Watch.Level.MUTED


def unwanted_by(member: Any, topic: str = "", *, in_its_place: bool = False) -> Q:
    """Topics to leave out for one member; empty, so that it costs nothing, for who left out none.

    `topic` is the way to the topic from the rows that are asked for, such as "topic__".
    `in_its_place`: on the category's own page, where one went on purpose, its mute does not count.
    """
    unwanted = Q()
    if not member.is_authenticated:
        return unwanted
    if member.has_muted:
        topics, places = _watches("topic", member=member.pk), _watches("category", member=member.pk)
        unwanted |= Q(**{f"{topic}pk__in": topics.filter(level=MUTED).values("target_id")})
        if not in_its_place:
            chosen = topics.exclude(level=MUTED).filter(target_id=OuterRef(f"{topic}pk"))
            muted = places.filter(level=MUTED).values("target_id")
            unwanted |= Q(**{f"{topic}category_id__in": muted}) & ~Q(Exists(chosen))
    others = ~Q(**{f"{topic}author": member.pk})
    if member.hidden_notes:
        unwanted |= others & Q(**{f"{topic}note__in": member.hidden_notes})
    if member.hidden_tags:
        unwanted |= others & Q(**{f"{topic}tag_names__overlap": member.hidden_tags})
    return unwanted


def level_of(on_topic: int | None, on_place: int | None) -> int:
    """How closely one follows a topic, from one's own choices for it and for its category."""
    if on_topic is not None:
        return on_topic
    return Watch.Level.NORMAL if on_place is None else on_place


def willing_to_hear_of(members: QuerySet, post: Post) -> QuerySet:
    """Those of many members for whom a post, and the topic it stands in, is not unwanted."""
    topic = post.topic
    on_topic = _watches("topic", target_id=topic.pk)
    on_place = _watches("category", target_id=topic.category_id, level=MUTED)
    muted = Q(pk__in=on_topic.filter(level=MUTED).values("member"))
    chosen = Q(pk__in=on_topic.exclude(level=MUTED).values("member"))
    muted |= Q(pk__in=on_place.values("member")) & ~chosen
    members = members.exclude(muted)
    starter = Q(pk=topic.author_id)
    if topic.note:
        members = members.exclude(Q(hidden_notes__contains=[topic.note]) & ~starter)
    if topic.tag_names:
        members = members.exclude(Q(hidden_tags__overlap=topic.tag_names) & ~starter)
    if post.note and post.number > 1:
        members = members.exclude(hidden_notes__contains=[post.note])
    return members


def _watches(model: str, **which: Any) -> QuerySet:
    return Watch.objects.filter(target_type__app_label="forums", target_type__model=model, **which)
