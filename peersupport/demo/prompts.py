"""Prompts of the demo: some that opened days ago with a poll and answers, some that wait."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from forums.actions import PollFacts, open_poll, render_post, set_words, slug_of
from forums.models import Ballot, Category, Poll, Post, Prompt, Topic
from peersupport.core import richtext
from peersupport.members.models import Member

from . import texts


def run_demo_prompts(places: dict[str, Category], people: dict[str, Member], now: datetime) -> None:
    """Write them as they would stand there had the clock opened them at their time."""
    for row in texts.read("prompts.toml")["prompt"]:
        prompt = _write(row, places[row["category"]], people, now)
        if prompt.opens_at <= now:
            _open(prompt, row, people)


def _write(row: dict[str, Any], category: Category, people, now: datetime) -> Prompt:
    author, poll = people[row["author"]], row.get("poll", {})
    return Prompt.objects.create(
        category=category, author=author, title=row["title"], body=row["body"].strip(),
        opens_at=now + timedelta(days=row["opens_in_days"]), zone=author.time_zone,
        pinned_days=row["pinned_days"], open_days=row.get("open_days"),
        poll_question=poll.get("question", ""), poll_options="\n".join(poll.get("options", [])),
        poll_is_hidden=poll.get("hidden", False),
    )  # fmt: skip


def _open(prompt: Prompt, row: dict[str, Any], people) -> None:
    at = prompt.opens_at
    html = render_post(prompt.body)
    topic = Topic.objects.create(
        category=prompt.category, author=prompt.author, title=prompt.title,
        slug=slug_of(prompt.title), excerpt=richtext.excerpt(html), posted_at=at, last_post_at=at,
        last_number=1, is_pinned=True, is_prompt=True, has_poll=bool(prompt.poll_question),
    )  # fmt: skip
    Post.objects.create(
        topic=topic, number=1, author=prompt.author, body=prompt.body, html=html, posted_at=at
    )
    for number, answer in enumerate(row.get("answer", []), start=2):
        _answer(topic, number, people[answer["author"]], answer)
    if prompt.poll_question:
        _vote(topic, prompt, row["poll"]["votes"], people)
    set_words([topic.pk])
    prompt.state, prompt.topic, prompt.opened_at = Prompt.State.OPEN, topic, at
    prompt.unpin_at = prompt.after(prompt.pinned_days, at)
    prompt.closes_at = prompt.after(prompt.open_days, at) if prompt.open_days else None
    prompt.save()


def _answer(topic: Topic, number: int, author: Member, row: dict[str, Any]) -> None:
    at = topic.posted_at + timedelta(hours=row["hours_after"])
    body = row["body"].strip()
    Post.objects.create(
        topic=topic, number=number, author=author, body=body, html=render_post(body), posted_at=at
    )
    topic.last_number, topic.reply_count, topic.last_post_at = number, number - 1, at
    topic.recent_authors = [author.pk, *topic.recent_authors][:3]
    topic.save()


def _vote(topic: Topic, prompt: Prompt, votes: dict[str, list[str]], people) -> None:
    facts = PollFacts(
        question=prompt.poll_question, options=prompt.options, is_hidden=prompt.poll_is_hidden
    )
    poll = open_poll(topic.posts.get(number=1), facts)
    for position, handles in votes.items():
        Ballot.objects.bulk_create(
            Ballot(poll=poll, member=people[handle], choices=[int(position)]) for handle in handles
        )
        poll.options.filter(position=position).update(vote_count=len(handles))
        Poll.objects.filter(pk=poll.pk).update(voter_count=F("voter_count") + len(handles))
