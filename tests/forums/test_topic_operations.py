"""Whatever members and moderators do to topics in any order: everything adds up, no link dies."""

import os

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck
from hypothesis import settings as trials
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from forums import actions
from forums.models import Post, ReadMark, Topic
from peersupport.core.exceptions import Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Role, Tier
from tests.conftest import new_category, new_member, norms_in_force

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS = int(os.environ.get("TOPIC_EXAMPLES", "8")), 20
BIG = st.integers(min_value=0, max_value=999)  # taken modulo what there is to choose from
PEOPLE = {}  # made once, outside of what each run undoes


class Topics(RuleBasedStateMachine):
    """Three members and a moderator at work in two categories."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.addresses = {}  # every address a post ever had → its id

    @initialize()
    def found(self):
        self.members, self.moderator, self.places = (
            PEOPLE["members"],
            PEOPLE["moderator"],
            PEOPLE["places"],
        )
        for member, place in zip(self.members, self.places * 2, strict=False):
            self.note(
                actions.start_topic(
                    place, author=member, title="A question", body="Why?", kind="question"
                ).posts.get()
            )

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(who=BIG, where=BIG)
    def start(self, who, where):
        place = self.places[where % 2]
        topic = actions.start_topic(place, author=self.member(who), title="One more", body="Words.")
        self.note(topic.posts.get())

    @rule(who=BIG, which=BIG, times=st.integers(1, 4))
    def reply(self, who, which, times):
        if topic := self.topic(which):
            for step in range(times):
                self.attempt(actions.reply, topic, author=self.member(who + step), body="A reply.")

    @rule(who=BIG, which=BIG)
    def edit(self, who, which):
        if post := self.post(which):
            self.attempt(
                actions.edit, post, editor=self.member(who), body=f"Edit {post.version}.",
                version=post.version,
            )  # fmt: skip

    @rule(which=BIG)
    def delete(self, which):
        if post := self.post(which):
            self.attempt(actions.delete, post, by=post.author)

    @rule(who=BIG, which=BIG)
    def react(self, who, which):
        if post := self.post(which):
            self.attempt(actions.react, post, member=self.member(who), kind="helpful")

    @rule(which=BIG)
    def mark_answer(self, which):
        if post := self.post(which):
            self.attempt(actions.mark_answer, post.topic, post=post, by=self.moderator)

    @rule(which=BIG, locked=st.booleans())
    def lock(self, which, locked):
        if topic := self.topic(which):
            self.attempt(actions.lock, topic, by=self.moderator, locked=locked)

    @rule(which=BIG, where=BIG)
    def move(self, which, where):
        if topic := self.topic(which):
            self.attempt(
                actions.move, topic, to=self.places[where % 2], by=self.moderator, widen=True
            )

    @rule(who=BIG, which=BIG, share=st.integers(1, 4))
    def read(self, who, which, share):
        """Read a topic as far as to a quarter, a half, ... of its numbers."""
        if topic := self.topic(which):
            member, number = self.member(who), max(topic.last_number * share // 4, 1)
            actions.mark_read(topic, member=member, number=number)

    @rule(which=BIG, where=BIG, chosen=st.sets(st.integers(2, 12), min_size=1, max_size=4))
    def split(self, which, where, chosen):
        if topic := self.topic(which):
            before = self.unread()
            self.attempt(
                actions.split, topic, numbers=chosen, title="A part", to=self.places[where % 2],
                by=self.moderator, widen=True, kind="question",
            )  # fmt: skip
            self.hides_nothing(before)

    @precondition(lambda self: Topic.objects.filter(standing="visible").count() > 1)
    @rule(which=BIG, into=BIG)
    def merge(self, which, into):
        topic, other = self.topic(which), self.topic(into)
        before = self.unread()
        self.attempt(actions.merge, topic, into=other, by=self.moderator, widen=True)
        self.hides_nothing(before)

    @invariant()
    def everything_adds_up(self):
        assert list(broken_invariants()) == []
        for topic in Topic.objects.filter(standing="visible"):
            assert topic.last_post_at >= topic.posts.latest("posted_at").posted_at

    @invariant()
    def no_number_is_given_twice(self):
        for post in Post.objects.select_related("topic"):
            self.note(post)

    def hides_nothing(self, before):
        """What somebody had not read is still unread."""
        assert before <= self.unread()

    def unread(self):
        marks = {(m.member_id, m.topic_id): m.number for m in ReadMark.objects.all()}
        posts = Post.objects.filter(standing="visible").values_list("pk", "topic", "number")
        return {
            (member.pk, pk)
            for pk, topic, number in posts
            for member in self.members
            if number > marks.get((member.pk, topic), 0)
        }

    def note(self, post):
        """Remember where a post stands; an address that was given out once is no other post's."""
        known = self.addresses.setdefault((post.topic_id, post.number), post.pk)
        assert known == post.pk

    def attempt(self, action, *args, **how):
        try:
            with transaction.atomic():
                action(*args, **how)
        except Refused:
            pass

    def member(self, number):
        return self.members[number % len(self.members)]

    def topic(self, number):
        topics = Topic.objects.filter(standing="visible").order_by("pk")
        count = topics.count()
        return topics[number % count] if count else None

    def post(self, number):
        posts = Post.objects.filter(standing="visible", topic__standing="visible").order_by("pk")
        posts, count = posts.select_related("topic__category", "author"), posts.count()
        return posts[number % count] if count else None


class TopicsAndLinks(Topics):
    """The same, and at the end each address is opened."""

    def teardown(self):
        try:
            client = Client()
            visible = {
                p.pk: p for p in Post.objects.select_related("topic").filter(standing="visible")
            }
            for (topic, number), pk in self.addresses.items():
                if pk in visible:
                    response = client.get(
                        reverse("forums:post_detail", args=[topic, "old", number])
                    )
                    assert response.status_code == 302, (topic, number)
                    post = visible[pk]
                    assert response.url == post.topic.link_to(post.number)
        finally:
            super().teardown()


def test_everything_adds_up_and_no_link_dies(db, settings):
    norms_in_force()
    PEOPLE.update(
        members=[new_member(tier=Tier.SUPPORTER) for _ in range(3)],
        moderator=new_member(role=Role.MODERATOR),
        places=[new_category(), new_category()],
    )
    settings.FREE_EDIT_MINUTES = 10
    run_state_machine_as_test(
        TopicsAndLinks,
        settings=trials(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip
