"""An appeal: once, answered by somebody who had no part in it, and what its answer undoes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from moderation import rules
from moderation.actions import (
    answer_appeal,
    appeal,
    decide,
    lift,
    note_waiting_appeals,
    release_appeal,
    report,
    say_in_appeal,
    take_appeal,
    withdraw_appeal,
)
from moderation.models import Appeal, Decision, NormRule, ReviewItem, Sanction, Step
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member, Role

WHY = "You put it right with the person yourself."


@pytest.fixture
def decision(topic, make_post, stranger, asker, moderator):
    """Helper's reply was reported by two; a moderator paused Helper for three days."""
    post = make_post(topic)
    for who in (stranger, asker):
        made = report(post, reporter=who, reason="unkind")
    item = ReviewItem.objects.get(pk=made.item_id)
    made = decide(
        item, by=moderator, version=item.version, step=Step.PAUSE, days=3,
        norm=NormRule.objects.get(key="kindness"), facts="You called somebody useless.",
    )  # fmt: skip
    return earlier(made, timedelta(hours=1))


@pytest.fixture
def reviewer(make_member):
    return make_member(display_name="Reviewer", role=Role.MODERATOR)


@pytest.fixture
def opened(decision, helper):
    return appeal(decision, by=helper, text="I said sorry.", wish="sooner")


@pytest.fixture
def taken(opened, reviewer):
    return take_appeal(opened, by=reviewer)


def earlier(decision, ago):
    """As if it had been made so long ago."""
    Decision.objects.filter(pk=decision.pk).update(made_at=timezone.now() - ago)
    return Decision.objects.get(pk=decision.pk)


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_it_is_opened_once_and_due_in_three_days(opened, decision, helper, moderator):
    assert (opened.decided_by, opened.times_opened) == (moderator, 1)
    assert opened.answer_by - opened.opened_at == timedelta(days=3)
    with pytest.raises(Refused, match="open already"):
        appeal(decision, by=helper, text="And another thing.")
    assert Activity.objects.get(verb="moderation.appealed").data["decision"] == decision.pk


@pytest.mark.parametrize(
    ("who", "ago"), [("stranger", 1), ("moderator", 1), ("helper", 24 * 183), ("helper", 0)]
)
def test_only_whom_it_restricts_appeals_within_half_a_year(decision, request, who, ago):
    decision = earlier(decision, timedelta(hours=ago))

    with pytest.raises(Refused):
        appeal(decision, by=request.getfixturevalue(who), text="No.")


def test_who_decided_reported_or_appealed_never_answers_whatever_their_role(
    opened, decision, moderator, stranger, helper, settings
):
    for who in (moderator, stranger, helper):
        for role in (Role.MODERATOR, Role.ADMINISTRATOR, Role.ORGANISER):
            settings.APPEAL_REVIEWERS = [who.handle]
            Member.objects.filter(pk=who.pk).update(
                role=role, is_superuser=role == Role.ADMINISTRATOR, second_factor_at=timezone.now()
            )
            member = Member.objects.get(pk=who.pk)
            assert not rules.can_review(member, opened)
            assert not Appeal.objects.to_review(member).exists()
            with pytest.raises(Refused):
                take_appeal(opened, by=member)


def test_the_table_itself_refuses_who_decided(opened, moderator, helper):
    for who in (moderator, helper):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=opened.pk).update(reviewer=who)


def test_who_lost_the_role_meanwhile_answers_nothing(taken, reviewer):
    Member.objects.filter(pk=reviewer.pk).update(role=Role.NONE)

    with pytest.raises(Refused):
        answer_appeal(taken, by=now(reviewer), outcome="kept", reasons=WHY)


def test_one_at_a_time_reads_it_and_can_ask_a_third(taken, reviewer, administrator):
    with pytest.raises(Refused, match="Reviewer looks"):
        take_appeal(taken, by=administrator)
    with pytest.raises(Refused, match="Take it first"):
        answer_appeal(taken, by=administrator, outcome="kept", reasons=WHY)

    release_appeal(taken, by=reviewer)

    assert take_appeal(taken, by=administrator).reviewer == administrator


def test_whom_the_site_named_answers_with_a_second_factor(opened, make_member, settings):
    named = make_member(display_name="Outside")
    settings.APPEAL_REVIEWERS = [named.handle]
    with pytest.raises(Refused):
        take_appeal(opened, by=named)
    Member.objects.filter(pk=named.pk).update(second_factor_at=timezone.now())

    assert take_appeal(opened, by=now(named)).reviewer == named


def test_both_speak_in_the_thread_and_nobody_else_does(taken, helper, reviewer, moderator):
    say_in_appeal(taken, by=reviewer, text="Is that so?", is_new_fact=True)
    say_in_appeal(taken, by=helper, text="Yes.", is_new_fact=True)
    with pytest.raises(Refused):
        say_in_appeal(taken, by=moderator, text="It is not.")

    assert list(taken.words.values_list("text", "is_new_fact")) == [
        ("I said sorry.", False), ("Is that so?", False), ("Yes.", True),
    ]  # fmt: skip


def test_kept_it_all_stays(taken, decision, helper, reviewer):
    answer_appeal(taken, by=reviewer, outcome="kept", reasons=WHY)

    assert now(decision).state == "in_force"
    assert now(helper).is_paused


def test_changed_the_pause_ends_and_the_strike_stays(taken, decision, helper, reviewer):
    answer_appeal(taken, by=reviewer, outcome="changed", reasons=WHY, end_sanctions=True)

    assert (now(decision).state, decision.sanctions.get().lifted) == ("changed", "changed")
    assert not now(helper).is_paused
    assert Sanction.objects.filter(member=helper).strikes().exists()


def test_changed_the_strike_goes_and_the_pause_stays(taken, helper, reviewer):
    answer_appeal(taken, by=reviewer, outcome="changed", reasons=WHY, drop_strike=True)

    assert now(helper).is_paused
    assert not Sanction.objects.filter(member=helper).strikes().exists()


@pytest.mark.parametrize("outcome", ["kept", "overturned", "changed"])
def test_what_changes_is_said_when_and_only_when_part_of_it_does(taken, reviewer, outcome):
    with pytest.raises(Refused, match="which part"):
        answer_appeal(
            taken, by=reviewer, outcome=outcome, reasons=WHY, end_sanctions=outcome != "changed"
        )


@pytest.mark.parametrize("why", ["", "ended", "changed"])
def test_overturned_it_counts_no_longer_however_it_ended(taken, decision, helper, reviewer, why):
    if why:
        lift(decision.sanctions.get(), why=Sanction.Lifted(why))

    answer_appeal(taken, by=reviewer, outcome="overturned", reasons=WHY)

    member = now(helper)
    assert (now(decision).state, decision.sanctions.get().lifted) == ("overturned", "overturned")
    assert (member.is_paused, member.last_sanction_at) == (False, None)
    assert not Sanction.objects.filter(member=helper).strikes().exists()
    with pytest.raises(Refused):
        appeal(decision, by=helper, text="Again.")


def test_with_new_facts_it_is_opened_again_for_anybody_else(taken, decision, helper, reviewer):
    answer_appeal(taken, by=reviewer, outcome="kept", reasons=WHY)
    with pytest.raises(Refused, match="answered"):
        say_in_appeal(taken, by=helper, text="Wait.")

    again = appeal(decision, by=helper, text="Somebody else wrote it.")

    assert (again.pk, again.times_opened, again.reviewer, again.outcome) == (taken.pk, 2, None, "")
    assert list(again.words.values_list("text", "is_new_fact"))[1:] == [
        (WHY, False), ("Somebody else wrote it.", True),
    ]  # fmt: skip


def test_it_is_opened_three_times_at_most(decision, helper):
    for _ in range(Appeal.MOST_TIMES):
        withdraw_appeal(appeal(decision, by=helper, text="Again."), by=helper)

    with pytest.raises(Refused, match="three times"):
        appeal(decision, by=helper, text="Again.")


def test_at_half_the_time_and_at_its_end_it_is_said_once_each(opened):
    assert note_waiting_appeals() == 0
    for waited, is_late in ((1.6, False), (3.1, True)):
        begun = timezone.now() - timedelta(days=waited)
        Appeal.objects.update(opened_at=begun, answer_by=begun + timedelta(days=3))
        assert (note_waiting_appeals(), note_waiting_appeals()) == (1, 0)
        assert Activity.objects.filter(verb="moderation.appeal_waits").last().data == {
            "is_late": is_late
        }
