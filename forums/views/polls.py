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
from forums.models import Ballot, PollOption, Topic
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


def shown_poll(topic: Topic, member) -> ShownPoll | None:
    """The poll of a topic as this person sees it: at most two statements."""
    rows = list(PollOption.objects.filter(poll__topic=topic).select_related("poll"))
    if not rows:
        return None
    poll = rows[0].poll
    ballots = Ballot.objects.filter(poll=poll, member=member.pk) if member.is_authenticated else ()
    mine = next((ballot.choices for ballot in ballots), [])
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
        question=poll.question, options=options, voters=poll.voter_count,
        is_multiple=poll.is_multiple, is_closed=is_closed, closes_at=poll.closes_at,
        zone=timezone.get_current_timezone_name(), has_voted=bool(mine),
        can_change=poll.can_change, shows_results=is_closed or bool(mine) or not poll.is_hidden,
        can_vote=rules.can_vote(member, topic, poll) and (poll.can_change or not mine),
        can_close=not poll.is_closed and rules.can_close_poll(member, topic),
    )  # fmt: skip


@access(Rule.PARTICIPANT)
@require_POST
def poll_vote(request, pk):
    topic = _topic(request, pk)
    choices = [int(c) for c in request.POST.getlist("choice") if c.isdecimal() and len(c) < 4]
    return _do(
        request, topic, _("Your vote is counted. Nobody sees what you chose."),
        lambda: actions.vote(topic, member=request.user, choices=choices),
    )  # fmt: skip


@access(Rule.PARTICIPANT)
@require_POST
def poll_close(request, pk):
    topic = _topic(request, pk)
    if not rules.can_close_poll(request.user, topic):
        raise Http404
    return _do(
        request, topic, _("The poll is closed."),
        lambda: actions.close_poll(topic, by=request.user),
    )  # fmt: skip


def _topic(request, pk):
    """A topic with a poll that the person may see; any other does not exist for them."""
    topics = Topic.objects.visible_to(request.user).filter(has_poll=True)
    return get_object_or_404(topics.select_related("category"), pk=pk)


def _do(request, topic, said, deed):
    try:
        deed()
    except Refused as refusal:
        messages.error(request, refusal.shown)
    else:
        messages.success(request, said)
    return redirect(f"{topic.get_absolute_url()}#poll")
