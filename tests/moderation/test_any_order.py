"""Whatever is decided, taken back, overturned, cleaned up and over, in any order: it adds up."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck
from hypothesis import settings as trials
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from forums.actions import delete, reply, start_topic
from forums.models import ContentNote, Post
from moderation import actions
from moderation.models import CleanUp, Decision, NormRule, ReviewItem, Sanction, Step
from moderation.registry import Act
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Conflict, Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Member, Role, Tier
from tests.conftest import new_category, new_member, norms_in_force

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS = int(os.environ.get("DECISION_EXAMPLES", "4")), 16
BIG = st.integers(min_value=0, max_value=999)  # taken modulo what there is to choose from
PEOPLE = {}  # made once, outside of what each run undoes
DAYS = {Step.LIMIT: 5, Step.PAUSE: 3, Step.PLACE: 30, Step.SUSPEND: 7}
ACTS = st.sampled_from([Act.KEEP, Act.NOTE, Act.HIDE, Act.HIDE, Act.REMOVE, Act.LOCK])
Lifted = Sanction.Lifted


def days_pass(days):
    """As if everything had been decided so many days earlier. No task runs."""
    shift = timedelta(days=days)
    Sanction.objects.update(
        starts_at=F("starts_at") - shift, ends_at=F("ends_at") - shift,
        strike_until=F("strike_until") - shift,
    )  # fmt: skip
    Decision.objects.update(made_at=F("made_at") - shift)
    CleanUp.objects.update(made_at=F("made_at") - shift)
    for column in ("paused_until", "suspended_at", "suspended_until", "limited_until",
                   "kept_out_until"):  # fmt: skip
        Member.objects.update(**{column: F(column) - shift})


class Decisions(RuleBasedStateMachine):
    """Two who write, two who report, two who decide."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    @initialize()
    def write(self):
        for number, author in enumerate(PEOPLE["authors"]):
            topic = start_topic(PEOPLE["place"], author=author, title=f"T{number}", body="Words.")
            for other in PEOPLE["authors"]:
                reply(topic, author=other, body="A reply.")

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(who=BIG, which=BIG, reason=st.sampled_from(["spam", "unkind", "worry"]))
    def report(self, who, which, reason):
        post = self.pick(Post.objects.filter(standing="visible").select_related("topic"), which)
        if post:
            target = post.topic if which % 3 == 0 else post
            actions.report(target, reporter=PEOPLE["reporters"][who % 2], reason=reason)

    @rule(who=BIG, which=BIG, act=ACTS, step=st.sampled_from(list(Step)))
    def decide(self, who, which, act, step):
        """About what waits; where nothing does, about what is reported now."""
        if not ReviewItem.objects.open().exists():
            self.report(who, which, "unkind")
        if item := self.pick(ReviewItem.objects.open(), which):
            self.attempt(
                actions.decide, item, by=self.moderator(who), version=item.version, act=act,
                step=step, norm=PEOPLE["norm"], facts="So it was.", choice=ContentNote.values[0],
                days=DAYS.get(step), limits=["links"] if step == Step.LIMIT else [],
            )  # fmt: skip

    @rule(who=BIG, which=BIG, step=st.sampled_from([Step.PAUSE, Step.SUSPEND, Step.PLACE]))
    def decide_and_think_again(self, who, which, step):
        self.decide(who, which, Act.HIDE, step)
        if decision := Decision.objects.first():
            self.attempt(actions.undo, decision, by=decision.made_by)

    @rule(who=BIG, which=BIG)
    def decide_late(self, who, which):
        """Somebody who opened the item before it was decided, or before another report."""
        if item := self.pick(ReviewItem.objects.all(), which):
            by, version = self.moderator(who), item.version - 1
            self.attempt(actions.decide, item, by=by, version=version, act=Act.HIDE)

    @rule(who=BIG, which=BIG)
    def undo(self, who, which):
        if decision := self.pick(Decision.objects.all(), which):
            by = decision.made_by if who % 3 else self.moderator(who)
            self.attempt(actions.undo, decision, by=by)

    @rule(who=BIG, which=BIG, content=st.booleans(), whole=st.booleans())
    def answer_an_appeal(self, who, which, content, whole):
        standing = Decision.objects.filter(state__in=["in_force", "changed"])
        if decision := self.pick(standing, which):
            why = Lifted.OVERTURNED if whole else Lifted.CHANGED
            self.attempt(
                actions.take_back, decision, by=self.moderator(who), why=why,
                content=content or whole, sanctions=None if whole or not content else [],
            )  # fmt: skip

    @rule(who=BIG, which=BIG, days=st.integers(1, 30))
    def clean_up(self, who, which, days):
        if item := self.pick(ReviewItem.objects.all(), which):
            self.attempt(
                actions.clean_up, item, by=self.moderator(who), version=item.version,
                since_days=days, step=Step.BAN, norm=PEOPLE["norm"], facts="Adverts.",
            )  # fmt: skip

    @rule(who=BIG, which=BIG)
    def undo_clean_up(self, who, which):
        if done := self.pick(CleanUp.objects.all(), which):
            self.attempt(actions.undo_clean_up, done, by=self.moderator(who))

    @rule(which=BIG)
    def delete(self, which):
        post = self.pick(Post.objects.select_related("topic", "author"), which)
        self.attempt(delete, post, by=Member.objects.get(pk=post.author_id))

    @rule(which=BIG, days=st.sampled_from([1, 4, 40]), runs=st.booleans())
    def time_passes(self, which, days, runs):
        """As if all had been so many days ago; the clock may or may not have come round."""
        days_pass(days)
        if runs:
            actions.end_sanctions()
            actions.tell_decided()

    @invariant()
    def everything_adds_up(self):
        assert list(broken_invariants()) == []

    @invariant()
    def each_item_has_one_decision_and_each_decision_its_record(self):
        made = Decision.objects.count()
        assert Activity.objects.filter(verb="moderation.decided").count() == made
        undone = Decision.objects.filter(state="undone").count()
        assert Activity.objects.filter(verb="moderation.undone").count() == undone

    @invariant()
    def nobody_is_kept_from_anything_by_what_is_over(self):
        for member in Member.objects.filter(pk__in=[m.pk for m in PEOPLE["authors"]]):
            in_force = Sanction.objects.in_force().filter(member=member)
            kinds = set(in_force.values_list("kind", flat=True))
            assert member.is_suspended == bool(kinds & {"suspend", "ban"})
            assert member.is_paused == bool(kinds & {"pause", "suspend", "ban"})
            assert bool(member.limits_now) == ("limit" in kinds)

    def attempt(self, action, *args, **how):
        try:
            with transaction.atomic():
                action(*args, **how)
        except (Refused, Conflict):
            pass

    def moderator(self, number):
        return PEOPLE["moderators"][number % 2]

    def pick(self, rows, number):
        count = rows.count()
        return rows.order_by("pk")[number % count] if count else None


def test_everything_adds_up_in_any_order(db):
    norms_in_force()
    PEOPLE.update(
        authors=[new_member(tier=Tier.SUPPORTER) for _ in range(2)],
        reporters=[new_member() for _ in range(2)],
        moderators=[new_member(role=Role.MODERATOR) for _ in range(2)],
        place=new_category(), norm=NormRule.objects.get(key="spam"),
    )  # fmt: skip
    run_state_machine_as_test(
        Decisions,
        settings=trials(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), print_blob=True,
        ),
    )  # fmt: skip


def test_time_alone_ends_what_was_decided(db, topic, helper, asker, moderator):
    """A pause of three days: on the second it counts, on the fourth nothing has to run for it to be
    over, and after ninety the strike has faded."""
    post = reply(topic, author=helper, body="Hm.")
    item = ReviewItem.objects.get(pk=actions.report(post, reporter=asker, reason="unkind").item_id)
    actions.decide(
        item, by=moderator, version=item.version, step=Step.PAUSE, days=3, facts="So it was.",
        norm=NormRule.objects.get(key="kindness"),
    )  # fmt: skip
    for days, is_paused, strikes in [(2, True, 1), (2, False, 1), (85, False, 1), (1, False, 0)]:
        days_pass(days)
        member = Member.objects.get(pk=helper.pk)
        assert (member.is_paused, Sanction.objects.strikes().count()) == (is_paused, strikes)
        assert list(broken_invariants()) == []
    assert Sanction.objects.get().lifted == ""
    actions.end_sanctions()
    assert Sanction.objects.get().lifted == "ended"
    reply(topic, author=Member.objects.get(pk=helper.pk), body="I am back.")
