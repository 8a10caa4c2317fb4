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
from moderation.models import Appeal, Report, ReviewItem, Sanction, Step
from moderation.registry import Act
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.invariants import broken_invariants
from peersupport.members.models import Member, Role
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle
from tests.conftest import kindness_rule

from .conftest import earlier

WHY = "You put it right with the person yourself."


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_it_is_opened_once_and_due_in_three_days(appealed, restricted, helper, moderator):
    assert (appealed.decided_by, appealed.times_opened) == (moderator, 1)
    assert appealed.answer_by - appealed.opened_at == timedelta(days=3)
    with pytest.raises(Refused, match="open already"):
        appeal(restricted, by=helper, text="And another thing.")
    assert Activity.objects.get(verb="moderation.appealed").data["decision"] == restricted.pk


@pytest.mark.parametrize(
    ("who", "ago"), [("stranger", 1), ("moderator", 1), ("helper", 24 * 183), ("helper", 0)]
)
def test_only_whom_it_restricts_appeals_within_half_a_year(restricted, request, who, ago):
    restricted = earlier(restricted, timedelta(hours=ago))

    with pytest.raises(Refused):
        appeal(restricted, by=request.getfixturevalue(who), text="No.")


def test_who_decided_reported_or_appealed_never_answers_whatever_their_role(
    appealed, restricted, moderator, stranger, helper, settings
):
    for who in (moderator, stranger, helper):
        for role in (Role.MODERATOR, Role.ADMINISTRATOR, Role.ORGANISER):
            settings.APPEAL_REVIEWERS = [who.handle]
            Member.objects.filter(pk=who.pk).update(
                role=role, is_superuser=role == Role.ADMINISTRATOR, second_factor_at=timezone.now()
            )
            member = Member.objects.get(pk=who.pk)
            assert not rules.can_review(member, appealed)
            assert not Appeal.objects.to_review(member).exists()
            with pytest.raises(Refused):
                take_appeal(appealed, by=member)


def test_the_table_itself_refuses_who_decided(appealed, moderator, helper):
    for who in (moderator, helper):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=appealed.pk).update(reviewer=who)


def test_who_lost_the_role_meanwhile_answers_nothing(taken_appeal, reviewer):
    Member.objects.filter(pk=reviewer.pk).update(role=Role.NONE)

    with pytest.raises(Refused):
        answer_appeal(taken_appeal, by=now(reviewer), outcome="kept", reasons=WHY)


def test_one_at_a_time_reads_it_and_can_ask_a_third(taken_appeal, reviewer, administrator):
    with pytest.raises(Refused, match="Reviewer looks"):
        take_appeal(taken_appeal, by=administrator)
    with pytest.raises(Refused, match="Take it first"):
        answer_appeal(taken_appeal, by=administrator, outcome="kept", reasons=WHY)

    release_appeal(taken_appeal, by=reviewer)

    assert take_appeal(taken_appeal, by=administrator).reviewer == administrator


def test_whom_the_site_named_answers_with_a_second_factor(appealed, make_member, settings):
    named = make_member(display_name="Outside")
    settings.APPEAL_REVIEWERS = [named.handle]
    with pytest.raises(Refused):
        take_appeal(appealed, by=named)
    Member.objects.filter(pk=named.pk).update(second_factor_at=timezone.now())

    assert take_appeal(appealed, by=now(named)).reviewer == named


def test_both_speak_in_the_thread_and_nobody_else_does(taken_appeal, helper, reviewer, moderator):
    say_in_appeal(taken_appeal, by=reviewer, text="Is that so?", is_new_fact=True)
    say_in_appeal(taken_appeal, by=helper, text="Yes.", is_new_fact=True)
    with pytest.raises(Refused):
        say_in_appeal(taken_appeal, by=moderator, text="It is not.")

    assert list(taken_appeal.words.values_list("text", "is_new_fact")) == [
        ("I said sorry.", False), ("Is that so?", False), ("Yes.", True),
    ]  # fmt: skip


def test_kept_it_all_stays(taken_appeal, restricted, helper, reviewer):
    answer_appeal(taken_appeal, by=reviewer, outcome="kept", reasons=WHY)

    assert now(restricted).state == "in_force"
    assert now(helper).is_paused


def test_changed_the_pause_ends_and_the_strike_stays(taken_appeal, restricted, helper, reviewer):
    answer_appeal(taken_appeal, by=reviewer, outcome="changed", reasons=WHY, end_sanctions=True)

    assert (now(restricted).state, restricted.sanctions.get().lifted) == ("changed", "changed")
    assert not now(helper).is_paused
    assert Sanction.objects.filter(member=helper).strikes().exists()


def test_changed_the_strike_goes_and_the_pause_stays(taken_appeal, helper, reviewer):
    answer_appeal(taken_appeal, by=reviewer, outcome="changed", reasons=WHY, drop_strike=True)

    assert now(helper).is_paused
    assert not Sanction.objects.filter(member=helper).strikes().exists()


@pytest.mark.parametrize("outcome", ["kept", "overturned", "changed"])
def test_what_changes_is_said_when_and_only_when_part_of_it_does(taken_appeal, reviewer, outcome):
    with pytest.raises(Refused, match="which part"):
        answer_appeal(
            taken_appeal,
            by=reviewer,
            outcome=outcome,
            reasons=WHY,
            end_sanctions=outcome != "changed",
        )


@pytest.mark.parametrize("why", ["", "ended", "changed"])
def test_overturned_it_counts_no_longer_however_it_ended(
    taken_appeal, restricted, helper, reviewer, why
):
    if why:
        lift(restricted.sanctions.get(), why=Sanction.Lifted(why))

    answer_appeal(taken_appeal, by=reviewer, outcome="overturned", reasons=WHY)

    member = now(helper)
    assert (now(restricted).state, restricted.sanctions.get().lifted) == (
        "overturned",
        "overturned",
    )
    assert (member.is_paused, member.last_sanction_at) == (False, None)
    assert not Sanction.objects.filter(member=helper).strikes().exists()
    with pytest.raises(Refused):
        appeal(restricted, by=helper, text="Again.")


def test_overturned_what_was_hidden_is_shown_again_and_counted(
    topic, make_post, stranger, helper, moderator, reviewer
):
    post = make_post(topic)
    item = report(post, reporter=stranger, reason="unkind").item
    before = (now(topic).reply_count, now(post).standing)
    decision = decide(
        item, by=moderator, version=item.version, act=Act.HIDE, step=Step.WARN, facts="Unkind.",
        norm=kindness_rule(),
    )  # fmt: skip
    assert (now(topic).reply_count, now(post).standing) != before
    asked = appeal(earlier(decision, timedelta(hours=1)), by=helper, text="No.", wish="show")
    take_appeal(asked, by=reviewer)

    answer_appeal(asked, by=reviewer, outcome="overturned", reasons=WHY)

    assert (now(topic).reply_count, now(post).standing) == before
    assert list(broken_invariants()) == []


def test_with_new_facts_it_is_opened_again_for_anybody_else(
    taken_appeal, restricted, helper, reviewer
):
    answer_appeal(taken_appeal, by=reviewer, outcome="kept", reasons=WHY)
    with pytest.raises(Refused, match="answered"):
        say_in_appeal(taken_appeal, by=helper, text="Wait.")

    again = appeal(restricted, by=helper, text="Somebody else wrote it.")

    assert (again.pk, again.times_opened, again.reviewer, again.outcome) == (
        taken_appeal.pk,
        2,
        None,
        "",
    )
    assert list(again.words.values_list("text", "is_new_fact"))[1:] == [
        (WHY, False), ("Somebody else wrote it.", True),
    ]  # fmt: skip


def test_it_is_opened_three_times_at_most(restricted, helper):
    for _ in range(Appeal.MOST_TIMES):
        withdraw_appeal(appeal(restricted, by=helper, text="Again."), by=helper)

    with pytest.raises(Refused, match="three times"):
        appeal(restricted, by=helper, text="Again.")


def test_at_half_the_time_and_at_its_end_it_is_said_once_each(appealed):
    assert note_waiting_appeals() == 0
    for waited, is_late in ((1.6, False), (3.1, True)):
        begun = timezone.now() - timedelta(days=waited)
        Appeal.objects.update(opened_at=begun, answer_by=begun + timedelta(days=3))
        assert (note_waiting_appeals(), note_waiting_appeals()) == (1, 0)
        assert Activity.objects.filter(verb="moderation.appeal_waits").last().data == {
            "is_late": is_late
        }


def test_where_nobody_is_left_to_answer_administrators_are_asked_for_somebody(
    restricted, helper, administrator
):
    report(restricted.target, reporter=administrator, reason="spam")
    item = ReviewItem.objects.latest("pk")
    Report.objects.filter(item=item).update(item=restricted.item)  # who had a part in it, too
    appeal(restricted, by=helper, text="I said sorry.")
    settle()

    letter = Letter.objects.get(key__startswith="appeal-alone:")
    assert letter.address == administrator.email
    assert "sorry" not in letter.text
    assert not Notice.objects.filter(activity__verb="moderation.appealed").exists()
