"""Who may not write just now, and how much fits into what they write."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, Post, Topic
from peersupport.core import richtext
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member
from peersupport.members.rules import (
    Level,
    bar_to_links,
    bar_to_writing,
    limits_of,
    minute_after,
)

from .turns import pauses_until, take_turn


def refuse_newcomer(author: Member) -> None:
    if not author.has_accepted_norms:
        raise Refused(_("Read and agree to the community norms first; then you can write."))
    if bar := bar_to_writing(author):
        raise Refused(bar)


def refuse_kept_out(author: Member, category: Category) -> None:
    """Whom moderators keep out of one place: they read there."""
    if bar := rules.bar_in(author, category):
        raise Refused(bar)


def refuse_haste(author: Member) -> None:
    limits = limits_of(author)
    again_at = rules.may_post_again_at(author, limits) if limits else None
    if limits is None or again_at is None:
        return
    if "pace" in author.limits_now:
        raise Refused(_limited_pace(author, limits, again_at))
    words = _(
        "You have written %(number)s posts within an hour, as many as your level here can. "
        "Nothing is lost: send this again at %(time)s."
    )
    time = time_format(timezone.localtime(again_at + timedelta(minutes=1)), "H:i")
    text = words % {"number": limits.posts_an_hour, "time": time}
    raise Refused(text, see="members:trust_levels")


def refuse_haste_without_name(author: Member) -> None:
    """The same for posts without a name, which are not counted by their author. Ask it last: it
    takes the turn."""
    limits = limits_of(author)
    again_at = take_turn(author, limits) if limits else None
    if limits is None or again_at is None:
        return
    if "pace" in author.limits_now:
        raise Refused(_limited_pace(author, limits, again_at))
    words = _(
        "You have posted as often without your name as your level here can within an hour. "
        "Nothing is lost: send this again at %(time)s."
    )
    time = time_format(timezone.localtime(again_at + timedelta(minutes=1)), "H:i")
    raise Refused(words % {"time": time}, see="members:trust_levels")


def _limited_pace(author: Member, limits: Level, again_at: datetime) -> str:
    """For whom moderators limited the pace: how often, until when, and when this can go."""
    words = _(
        "Until %(until)s you can post %(number)s times an hour. Nothing is lost: send this again "
        "at %(time)s."
    )
    until = minute_after(author.limited_until) if author.limited_until else ""
    time = minute_after(again_at)
    return words % {"until": until, "number": limits.posts_an_hour, "time": time}


def refuse_slow(
    author: Member, category: Category, topic: Topic | None = None, *, unnamed: bool = False
) -> None:
    """Slow mode. Who writes in two topics at once waits their turn: the lock is on the member.

    Posts without a name wait for each other in the whole category. Posts with the name do not wait
    for those of other topics: who posts during a pause would be known not to have begun it.
    """
    if not category.slow_seconds:
        return
    Member.objects.select_for_update(no_key=True).get(pk=author.pk)
    again_at = rules.waits_until(author, category, topic)
    if unnamed and not rules.can_manage(author, category):
        both = (again_at, pauses_until(author, category))
        again_at = max(filter(None, both), default=None)
    if again_at is not None:
        words = _(
            "This category is in slow mode, so that everybody has room. Nothing is lost: you can "
            "post again at %(time)s."
        )
        raise Refused(words % {"time": minute_after(again_at)})


def refuse_template(category: Category, body: str) -> None:
    """The headings that a new topic starts with say nothing yet."""
    if category.template and body.split() == category.template.split():
        raise Refused(_("Write something under the headings first; they stay where they are."))


def refuse_before_holding(
    author: Member,
    category: Category,
    topic: Topic | None,
    body: str,
    html: str,
    *,
    again: bool = False,
) -> None:
    """What keeps somebody from posting keeps them from sending what waits, too.

    But for a newcomer's links: these are why it may wait. Sent `again`, it is no other post.
    """
    refuse_newcomer(author)
    refuse_kept_out(author, category)
    if topic is None:
        if bar := rules.bar_to_starting_in(author, category):
            raise Refused(bar)
        refuse_template(category, body)
    refuse_too_many(author, body, html, links_too=not rules.is_newcomer(author))
    if not again:
        refuse_slow(author, category, topic)
        refuse_haste(author)


def refuse_too_many(
    author: Member, body: str, html: str, *, before: Post | None = None, links_too: bool = True
) -> None:
    """Links and mentions beyond what the author's level opens; `before` is what an edit changes."""
    limits = limits_of(author)
    if limits is None:
        return
    links, mentions = len(richtext.outside_links(html)), len(richtext.mentioned_handles(body))
    had_links = len(richtext.outside_links(before.html)) if before else 0
    had_mentions = len(richtext.mentioned_handles(before.body)) if before else 0
    if rules.has_too_many(links, had_links, limits.links) and (bar := bar_to_links(author)):
        raise Refused(bar)
    if links_too and rules.has_too_many(links, had_links, limits.links):
        words = _(
            "This links to %(number)s other places; your level here can link to %(most)s in a "
            "post. Take some out, and it can go."
        )
        text = words % {"number": links, "most": limits.links}
        raise Refused(text, see="members:trust_levels")
    if rules.has_too_many(mentions, had_mentions, limits.mentions):
        words = _(
            "This mentions %(number)s people; your level here can mention %(most)s in a post. "
            "Take some out, and it can go."
        )
        text = words % {"number": mentions, "most": limits.mentions}
        raise Refused(text, see="members:trust_levels")


def refuse_wrong_place(origin: Category, to: Category, *, widen: bool) -> None:
    """What was written for the members of one group stays there, and nothing else comes in.

    Elsewhere more people may come to read it only when the moderator says so (`widen`).
    """
    if not rules.may_carry(origin, to):
        raise Refused(
            _(
                "What people write in a group is for its members: posts neither leave a group nor "
                "come into one."
            )
        )
    if rules.widens(origin, to) and not widen:
        raise Refused(
            _("More people will be able to read this there. Tick the box if that is right.")
        )
