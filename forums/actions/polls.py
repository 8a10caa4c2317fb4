"""Asking all who read a topic, and answering."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Ballot, Poll, PollOption, Post, Topic
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .limits import refuse_newcomer
from .locking import changed, locked_topic


class PollFacts(NamedTuple):
    """What a poll is made of, before its topic is there."""

    question: str
    options: Sequence[str]
    is_multiple: bool = False
    can_change: bool = True
    is_hidden: bool = False
    closes_at: datetime | None = None


def open_poll(post: Post, facts: PollFacts) -> Poll:
    """Put a poll with the first post of a topic that is being started, in the same transaction."""
    poll = Poll.objects.create(
        post=post, question=facts.question, is_multiple=facts.is_multiple,
        can_change=facts.can_change, is_hidden=facts.is_hidden, closes_at=facts.closes_at,
    )  # fmt: skip
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=position, text=text)
        for position, text in enumerate(facts.options, start=1)
    )
    return poll


@transaction.atomic
def vote(topic: Topic, *, member: Member, choices: Sequence[int], poll: int | None = None) -> Poll:
    """Vote, or vote anew where the poll allows it. Two windows at once leave one ballot.

    A topic into which others were merged may have several polls: `poll` says which; None, the first.
    """
    topic, found = _locked(topic, poll)
    refuse_newcomer(member)
    if not rules.can_vote(member, topic, found):
        raise Refused(_("This poll is closed."))
    picked = sorted(set(choices))
    known = set(found.options.values_list("position", flat=True))
    if not picked or not known.issuperset(picked):
        raise Refused(_("Choose an answer first."))
    if len(picked) > 1 and not found.is_multiple:
        raise Refused(_("Choose one answer."))
    ballot = Ballot.objects.filter(poll=found, member=member).first()
    if ballot is not None and ballot.choices == picked:
        return found
    if ballot is not None and not found.can_change:
        raise Refused(_("You have voted. In this poll a vote stays as it is."))
    before = ballot.choices if ballot else []
    Ballot.objects.update_or_create(poll=found, member=member, defaults={"choices": picked})
    _count(found, before, -1)
    _count(found, picked, +1)
    if ballot is None:
        Poll.objects.filter(pk=found.pk).update(voter_count=F("voter_count") + 1)
        record("forums.voted", actor=member, target=found, topic=topic.pk)
    changed(topic)
    return found


@transaction.atomic
def close_poll(topic: Topic, *, by: Member, poll: int | None = None) -> Poll:
    """End a poll before its time; `poll` as for `vote`."""
    topic, found = _locked(topic, poll)
    if not rules.can_close_poll(by, topic, found):
        raise Refused(_("Only who asked and moderators can close a poll."))
    if not found.is_closed:
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        changed(topic)
        record("forums.poll_closed", actor=by, target=found, topic=topic.pk)
    return found


def _locked(topic: Topic, number: int | None) -> tuple[Topic, Poll]:
    """The topic's lock is the poll's as well: both change under it."""
    topic = locked_topic(topic)
    polls = Poll.objects.filter(post__topic=topic, post__standing=Post.Standing.VISIBLE)
    if number is not None:
        polls = polls.filter(pk=number)
    poll = polls.select_related("post").order_by("post__number").first()
    if poll is None:
        raise Refused(_("This poll is no longer there."))
    return topic, poll


def _count(poll: Poll, positions: Sequence[int], by: int) -> None:
    options = PollOption.objects.filter(poll=poll, position__in=positions)
    options.update(vote_count=F("vote_count") + by)
