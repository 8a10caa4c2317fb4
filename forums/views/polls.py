"""Polls: what one person sees of one, and what they do with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.models import Ballot, Poll, PollOption, Post, Topic
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused


class ShownOption(NamedTuple):
    position: int
    text: str
    count: int
    percent: int  # of those who voted, 0 to 100
    is_mine: bool


@dataclass(slots=True)
class ShownPoll:
    """What forums/_poll.html draws."""

    pk: int
    question: str
    options: list[ShownOption]
    voters: int
    is_multiple: bool
    is_closed: bool
    closes_at: datetime | None
    zone: str
    has_voted: bool
    can_change: bool
    can_vote: bool
    shows_results: bool
    can_close: bool


@dataclass(slots=True)
class Part:
    """Posts up to one with a poll, and that poll; the last part of a page has none."""

    posts: list
    poll: ShownPoll | None = None


def with_polls(posts: list, polls: dict[int, ShownPoll]) -> list[Part]:
    """The posts of a page, parted where a poll stands between them."""
    parts = [Part([])]
    for post in posts:
        parts[-1].posts.append(post)
        if poll := polls.get(post.pk):
            parts[-1].poll = poll
            parts.append(Part([]))
    return parts


def shown_polls(topic: Topic, posts: list[Post], member) -> dict[int, ShownPoll]:
    """The polls of these posts as this person sees them, by post: at most two statements."""
    by_id = {post.pk: post for post in posts if not post.is_gone}
    if not topic.has_poll or not by_id:
        return {}
    rows = PollOption.objects.filter(poll__post__in=by_id).select_related("poll")
    options: dict[Poll, list[PollOption]] = {}
    for option in rows.order_by("poll", "position"):
        options.setdefault(option.poll, []).append(option)
    mine = {}
    if options and member.is_authenticated:
        ballots = Ballot.objects.filter(poll__in=options, member=member.pk)
        mine = dict(ballots.values_list("poll", "choices"))
    shown = {}
    for poll, theirs in options.items():
        poll.post = by_id[poll.post_id]
        shown[poll.post_id] = _shown(poll, theirs, topic, member, mine.get(poll.pk, []))
    return shown


def _shown(poll: Poll, rows: list[PollOption], topic: Topic, member, mine: list[int]) -> ShownPoll:
    options = [
        ShownOption(
            option.position, option.text, option.vote_count,
            round(100 * option.vote_count / poll.voter_count) if poll.voter_count else 0,
            option.position in mine,
        )
        for option in rows
    ]  # fmt: skip
    is_closed = poll.is_closed or topic.is_locked
    return ShownPoll(
        pk=poll.pk, question=poll.question, options=options, voters=poll.voter_count,
        is_multiple=poll.is_multiple, is_closed=is_closed, closes_at=poll.closes_at,
        zone=timezone.get_current_timezone_name(), has_voted=bool(mine),
        can_change=poll.can_change, shows_results=is_closed or bool(mine) or not poll.is_hidden,
        can_vote=rules.can_vote(member, topic, poll) and (poll.can_change or not mine),
        can_close=not poll.is_closed and rules.can_close_poll(member, topic, poll),
    )  # fmt: skip


@access(Rule.PARTICIPANT)
@require_POST
def poll_vote(request, pk):
    poll = _poll(request, pk)
    topic = poll.post.topic
    choices = [int(c) for c in request.POST.getlist("choice") if c.isdecimal() and len(c) < 4]
    return _do(
        request, poll, _("Your vote is counted. Nobody sees what you chose."),
        lambda: actions.vote(topic, member=request.user, choices=choices, poll=poll.pk),
    )  # fmt: skip


@access(Rule.PARTICIPANT)
@require_POST
def poll_close(request, pk):
    poll = _poll(request, pk)
    topic = poll.post.topic
    if not rules.can_close_poll(request.user, topic, poll):
        raise Http404
    return _do(
        request, poll, _("The poll is closed."),
        lambda: actions.close_poll(topic, by=request.user, poll=poll.pk),
    )  # fmt: skip


def _poll(request, pk):
    """The poll that is named, or else the first one of a topic; where it was merged meanwhile, too.

    One that the person may not see does not exist for them.
    """
    topics = Topic.objects.visible_to(request.user)
    polls = Poll.objects.filter(post__topic__in=topics).select_related("post__topic__category")
    number = request.POST.get("poll", "")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        return get_object_or_404(polls, pk=number)
    first = polls.filter(post__topic=pk).order_by("post__number").first()
    if first is None:
        raise Http404
    return first


def _do(request, poll, said, deed):
    try:
        deed()
    except Refused as refusal:
        messages.error(request, refusal.shown)
    else:
        messages.success(request, said)
    return redirect(poll)
