"""One decision for each item, taken back whole for half a minute, and what it takes of a person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.actions import (
    claim,
    decide,
    end_sanctions,
    lift,
    report,
    standing_of,
    statement_of,
    take_back,
    undo,
)
from moderation.forms import DecisionForm
from moderation.models import Decision, NormRule, Report, ReviewItem, Sanction, Step
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member, Role
from tests.moderation.conftest import FACTS


def later(decision, **fields):
    """As if it had been made a while ago."""
    Decision.objects.filter(pk=decision.pk).update(**fields)
    return Decision.objects.get(pk=decision.pk)


def test_a_decision_closes_the_item_and_all_its_reports(decided, item, moderator, helper):
    decision = decided()

    item.refresh_from_db()
    assert (item.state, item.decided_at) == ("decided", decision.made_at)
    assert set(item.reports.values_list("state", "closed_by")) == {("closed", moderator.pk)}
    helper.refresh_from_db()
    assert helper.is_paused
    assert helper.paused_until == decision.made_at + timedelta(days=3)
    told = Activity.objects.get(verb="moderation.decided")
    assert (told.data["step"], told.data["norm"], told.data["days"]) == ("pause", "kindness", 3)
    assert FACTS not in str(told.data)


def test_who_comes_second_learns_who_was_first(decided, item, administrator, moderator):
    first = decided()

    with pytest.raises(Conflict) as conflict:
        decide(item, by=administrator, version=item.version)

    assert conflict.value.current == first
    assert conflict.value.current.made_by == moderator


def test_a_report_that_came_meanwhile_is_read_before_deciding(item, make_member, moderator):
    before = item.version
    report(item.target, reporter=make_member(), reason="privacy")

    with pytest.raises(Conflict) as conflict:
        decide(item, by=moderator, version=before)

    assert conflict.value.current is None
    assert ReviewItem.objects.get().is_open


def test_what_somebody_else_works_on_is_theirs_until_their_time_is_over(
    item, moderator, administrator
):
    claim(item, by=administrator)
    with pytest.raises(Refused, match="Administrator works on this"):
        decide(item, by=moderator, version=item.version)

    ReviewItem.objects.update(claimed_until=timezone.now())
    assert decide(item, by=moderator, version=item.version).made_by == moderator


@pytest.mark.parametrize(
    ("who", "how"),
    [
        ("helper", {}),  # whom it is about
        ("stranger", {}),  # who reported it
        ("moderator", {"act": "hide", "facts": ""}),
        ("moderator", {"facts": ""}),
        ("moderator", {"norm": None}),
        ("moderator", {"days": 2}),
        ("moderator", {"step": Step.LIMIT}),
        ("moderator", {"step": Step.SUSPEND, "days": 500}),
    ],
)
def test_a_decision_that_is_not_open_changes_nothing(decided, request, who, how):
    by = request.getfixturevalue(who)
    if who != "moderator":
        Member.objects.filter(pk=by.pk).update(role=Role.MODERATOR, second_factor_at=timezone.now())
        by.refresh_from_db()

    with pytest.raises(Refused):
        decided(by=by, **how)

    assert not Decision.objects.exists()
    assert not Sanction.objects.exists()


def test_what_was_urgent_says_what_was_done_and_comes_back_tomorrow(item, moderator):
    ReviewItem.objects.update(priority=1)
    with pytest.raises(Refused, match="Say what happened"):
        decide(item, by=moderator, version=item.version)

    decide(item, by=moderator, version=item.version, facts="We spoke; a friend is with them.")

    item.refresh_from_db()
    assert item.follow_up_on == timezone.localdate() + timedelta(days=1)


def test_taken_back_at_once_it_is_as_if_it_had_not_been(decided, item, moderator, helper, stranger):
    decision = undo(decided(), by=moderator)

    item.refresh_from_db()
    helper.refresh_from_db()
    assert decision.state == "undone"
    assert item.is_open
    assert item.claimed_by == moderator
    assert item.is_claimed()
    assert set(item.reports.values_list("state", "closed_at")) == {("open", None)}
    assert not helper.is_paused
    assert helper.last_sanction_at is None
    assert Sanction.objects.get().lifted == "undone"
    assert not Sanction.objects.strikes().exists()
    assert not Decision.objects.about(helper).exists()
    assert decided(step=Step.NOTHING).state == "in_force"  # and it can be decided anew


def test_it_cannot_be_taken_back_late_or_by_somebody_else(decided, moderator, administrator):
    decision = decided()
    with pytest.raises(Refused):
        undo(decision, by=administrator)

    decision = later(decision, made_at=timezone.now() - timedelta(seconds=31))
    with pytest.raises(Refused, match="can no longer"):
        undo(decision, by=moderator)

    decision.refresh_from_db()
    assert decision.state == "in_force"


def test_what_is_reported_again_before_it_is_taken_back_is_one_item(
    decided, item, moderator, stranger, make_member
):
    decision = decided()
    for who in (stranger, make_member()):
        report(item.target, reporter=who, reason="worry")
    undo(decision, by=moderator)

    waiting = ReviewItem.objects.open().get()
    assert (waiting.pk, waiting.priority, waiting.report_count) == (item.pk, 1, 4)
    assert Report.objects.open().count() == 3  # Stranger's two are one that is open, one closed
    assert set(Report.objects.values_list("item", flat=True)) == {item.pk}


def test_part_of_a_decision_can_be_taken_back(decided, administrator, helper):
    decision = decided()
    take_back(decision, by=administrator, why=Sanction.Lifted.CHANGED, sanctions=[], content=True)

    decision.refresh_from_db()
    helper.refresh_from_db()
    assert decision.state == "changed"
    assert helper.is_paused


@pytest.mark.parametrize(
    ("step", "how", "column"),
    [
        (Step.LIMIT, {"limits": ["links", "pace"], "days": 7}, "limited_until"),
        (Step.PAUSE, {"days": 1}, "paused_until"),
        (Step.PLACE, {"days": 30}, "kept_out_until"),
        (Step.SUSPEND, {"days": 30}, "suspended_until"),
    ],
)
def test_it_ends_on_time_by_itself_and_that_is_put_on_record(decided, helper, step, how, column):
    decision = decided(step=step, **how)
    helper.refresh_from_db()
    until = getattr(helper, column)
    assert until == decision.made_at + timedelta(days=how["days"])

    past = timezone.now() - timedelta(minutes=1)
    Sanction.objects.update(starts_at=past - timedelta(days=8), ends_at=past)
    Member.objects.filter(pk=helper.pk).update(**{column: past})
    helper.refresh_from_db()
    assert not (helper.is_paused)
    assert not (helper.is_suspended)
    assert not (helper.limits_now)

    assert (end_sanctions(), end_sanctions()) == (1, 0)
    assert Sanction.objects.get().lifted == "ended"
    helper.refresh_from_db()
    assert getattr(helper, column) is None
    assert Sanction.objects.strikes().count() == 1  # it counts on for a while
    assert Activity.objects.get(verb="moderation.lifted").data["why"] == "ended"


def test_a_strike_fades_and_a_message_is_none(decided, moderator, item):
    decided(step=Step.WARN, days=None)
    assert Sanction.objects.strikes().count() == 1
    in_ninety_days = timezone.now() + timedelta(days=90)

    assert not Sanction.objects.strikes(in_ninety_days).exists()
    undo(Decision.objects.get(), by=moderator)
    decided(step=Step.MESSAGE)
    assert not Sanction.objects.strikes().exists()


def test_a_longer_pause_outlasts_the_end_of_a_shorter_one(decided, helper):
    short = decided(days=1).sanctions.get()
    Sanction.objects.create(
        decision=short.decision, member=helper, kind="pause",
        ends_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    lift(short, why=Sanction.Lifted.ENDED)

    helper.refresh_from_db()
    assert helper.paused_until == standing_of(helper)["paused_until"] > timezone.now()


def sent(item, member, **data):
    usual = {"act": "keep", "step": "nothing", "version": item.version}
    return DecisionForm(usual | data, item=item, member=member)


def test_the_form_begins_with_the_norm_that_the_reports_point_to(item, moderator, kindness):
    form = DecisionForm(item=item, member=moderator)

    assert form["facts"].value() == kindness.sentence
    assert form["version"].value() == item.version
    assert "move_to" not in form.fields
    assert "ban" in dict(form.fields["step"].choices)


def test_the_sentence_follows_the_norm_unless_somebody_wrote_their_own(item, moderator, kindness):
    spam = NormRule.objects.get(key="spam")
    warned = {"step": "warn", "norm": spam.pk}
    form = sent(item, moderator, facts=kindness.sentence, **warned)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["facts"] == spam.sentence
    form = sent(item, moderator, facts="You sent one link nine times.", **warned)
    assert form.is_valid()

    decision = form.save()

    assert (decision.norm, decision.facts) == (spam, "You sent one link nine times.")
    assert decision.sanctions.get().kind == "warning"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"step": "pause", "days": "2"}, "days"),
        ({"step": "limit", "days": "3"}, "limits"),
        ({"step": "warn", "norm": ""}, "norm"),
        ({"step": "message", "norm": "", "facts": ""}, "facts"),
        ({"act": "burn"}, "act"),
    ],
)
def test_the_form_says_what_is_missing(item, moderator, kindness, data, field):
    form = sent(item, moderator, **({"norm": kindness.pk, "facts": FACTS} | data))

    assert list(form.errors) == [field]


def test_the_form_asks_for_facts_of_what_was_urgent(item, moderator, kindness):
    item.priority = 1

    assert list(sent(item, moderator, facts=kindness.sentence).errors) == ["facts"]
    assert sent(item, moderator, facts="We spoke with them.").is_valid()


def test_a_place_is_kept_from_somebody_by_who_looks_after_it(item, moderator):
    Member.objects.filter(pk=item.author_id).update(role=Role.ORGANISER)
    steps = dict(
        DecisionForm(item=ReviewItem.objects.get(), member=moderator).fields["step"].choices
    )

    assert "place" in steps
    assert not {"suspend", "ban"} & set(steps)


def test_a_statement_says_what_how_long_why_and_how_to_disagree(decided, topic):
    decision = decided(days=3)
    parts = {part.name: part.text for part in statement_of(decision).parts}

    assert "write nothing for a while" in parts["what"]
    assert parts["how_long"].startswith("It ends by itself on ")
    assert parts["happened"] == FACTS
    assert parts["norm"].startswith("Kindness: No insults")
    assert parts["automation"] == "None. A person read it and decided."
    assert parts["strike"].startswith("One. It fades on ")
    assert "appeal for free until" in parts["appeal"]
    assert "Moderator" not in str(parts)  # the person is not named


def test_a_message_is_no_strike_and_a_letter_names_no_words(decided):
    decision = decided(step=Step.MESSAGE, norm=None, days=None)
    statement = statement_of(decision, is_discreet=True)

    assert statement.appeal_until is None
    parts = {part.name: part.text for part in statement.parts}
    assert parts["strike"] == "None."
    assert not {"happened", "appeal"} & set(parts)
