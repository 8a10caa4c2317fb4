"""How levels are judged from facts that are kept, and how staff hold somebody."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone

from peersupport.core.exceptions import Refused
from peersupport.members.actions import (
    Facts,
    count_visit,
    hold_trust,
    judge_trust,
    keep_facts,
    note_sanction,
    release_trust,
)
from peersupport.members.models import Member, Tier, Trust, TrustHold, TrustRecord
from peersupport.members.rules import LEVELS, limits_of, read_levels
from tests.conftest import without_factor

MONTH = timedelta(days=30)
FEW, ENOUGH, MANY = (0, 0, 0), (5, 5, 3), (25, 30, 25)  # days, topics and posts


@pytest.fixture
def newcomer(make_member):
    return make_member(trust_level=Trust.NEW)


def level_after(member, facts, *, now=None) -> Trust:
    keep_facts([Facts(member.pk, *facts)])
    judge_trust(now)
    member.refresh_from_db()
    return Trust(member.trust_level)


@pytest.mark.parametrize(
    ("facts", "level"),
    [(FEW, Trust.NEW), (ENOUGH, Trust.MEMBER), (MANY, Trust.REGULAR),
     ((4, 30, 25), Trust.NEW), ((25, 4, 25), Trust.NEW), ((25, 30, 2), Trust.NEW),
     ((25, 30, 24), Trust.MEMBER)],
)  # fmt: skip
def test_a_level_is_reached_with_all_that_it_asks_for(newcomer, facts, level):
    assert level_after(newcomer, facts) == level


def test_a_second_night_changes_nothing(newcomer):
    keep_facts([Facts(newcomer.pk, *ENOUGH)])
    assert [(c.was, c.level) for c in judge_trust()] == [(0, 1)]
    before = list(TrustRecord.objects.values())

    keep_facts([Facts(newcomer.pk, *ENOUGH)])

    assert judge_trust() == []
    assert list(TrustRecord.objects.values()) == before


def test_it_is_easier_to_keep_than_to_reach(newcomer):
    level_after(newcomer, MANY)
    later = timezone.now() + MONTH

    assert level_after(newcomer, (20, 24, 20), now=later) == Trust.REGULAR
    assert level_after(newcomer, (20, 24, 19), now=later) == Trust.MEMBER
    assert (
        level_after(newcomer, (20, 24, 20), now=later + MONTH) == Trust.MEMBER
    )  # not enough to rise
    assert level_after(newcomer, (3, 24, 20), now=later + MONTH) == Trust.NEW


def test_nobody_sinks_within_two_weeks_of_a_rise(newcomer):
    level_after(newcomer, ENOUGH)

    assert level_after(newcomer, FEW, now=timezone.now() + timedelta(days=13)) == Trust.MEMBER
    assert level_after(newcomer, FEW, now=timezone.now() + timedelta(days=15)) == Trust.NEW


def test_after_a_sanction_nobody_rises_and_nobody_is_a_regular(newcomer, make_member):
    regular = make_member(trust_level=Trust.REGULAR)
    for member in (newcomer, regular):
        note_sanction(member, at=timezone.now())

    assert level_after(newcomer, MANY) == Trust.NEW
    assert level_after(regular, MANY) == Trust.MEMBER
    later = timezone.now() + timedelta(days=91)
    assert level_after(newcomer, MANY, now=later) == Trust.REGULAR


def test_who_is_held_stays_until_released(newcomer, moderator):
    hold_trust(newcomer, level=Trust.NEW, by=moderator, reason="Links to a shop, twice.")
    assert level_after(newcomer, MANY) == Trust.NEW

    assert release_trust(newcomer, by=moderator)

    assert level_after(newcomer, MANY) == Trust.REGULAR
    hold = TrustHold.objects.get()
    assert (hold.held_by, hold.released_by, hold.reason) == (
        moderator, moderator, "Links to a shop, twice.",
    )  # fmt: skip
    assert not release_trust(newcomer, by=moderator)


def test_a_second_hold_ends_the_first(newcomer, moderator, administrator):
    hold_trust(newcomer, level=Trust.NEW, by=moderator, reason="A.")
    hold_trust(newcomer, level=Trust.REGULAR, by=administrator, reason="B.")

    newcomer.refresh_from_db()
    assert newcomer.trust_level == Trust.REGULAR
    assert TrustHold.objects.get(released_at=None).reason == "B."
    with pytest.raises(IntegrityError), transaction.atomic():
        TrustHold.objects.update(released_at=None)


@pytest.mark.parametrize("who", ["stranger", "unguarded", "themselves"])
def test_only_staff_on_duty_hold_and_never_themselves(newcomer, stranger, moderator, who):
    by = stranger if who == "stranger" else moderator
    member = moderator if who == "themselves" else newcomer
    if who == "unguarded":
        without_factor(moderator)

    with pytest.raises(Refused):
        hold_trust(member, level=Trust.REGULAR, by=by, reason="Because.")
    with pytest.raises(Refused):
        release_trust(member, by=by)
    assert not TrustHold.objects.exists()


def test_a_day_counts_once_and_costs_nothing_afterwards(make_member, django_assert_num_queries):
    member = make_member(last_visit_day=None)
    elsewhere = Member.objects.get(pk=member.pk)
    count_visit(member)

    with django_assert_num_queries(0):
        count_visit(member)
    count_visit(elsewhere)  # another session, which had not seen it yet

    member.refresh_from_db()
    assert member.days_visited == 1
    yesterday = timezone.now().date() - timedelta(days=1)
    Member.objects.filter(pk=member.pk).update(last_visit_day=yesterday)
    member.refresh_from_db()
    count_visit(member)
    member.refresh_from_db()
    assert member.days_visited == 2


def test_days_of_reading_count_like_days_of_writing(make_member):
    reader = make_member(trust_level=Trust.NEW, days_visited=5)

    assert level_after(reader, (0, 5, 3)) == Trust.MEMBER
    assert TrustRecord.objects.get().days == 5


def test_staff_and_trained_members_are_not_limited(make_member, moderator):
    new = {"trust_level": Trust.NEW}

    assert limits_of(make_member(**new)) == LEVELS[Trust.NEW]
    assert limits_of(make_member(**new, tier=Tier.SUPPORTER)) is None
    assert limits_of(moderator) is None
    assert limits_of(without_factor(moderator)) is not None


def test_a_site_may_bring_its_own_numbers():
    levels = read_levels({"new": {"links": 7}})

    assert levels[Trust.NEW].links == 7
    assert levels[Trust.MEMBER] == LEVELS[Trust.MEMBER]
    for wrong in (
        {"elder": {"links": 1}}, {"new": {"likes": 1}}, {"new": {"links": -1}},
        {"new": {"posts_an_hour": 0}}, {"new": {"links": "3"}},
    ):  # fmt: skip
        with pytest.raises(ImproperlyConfigured):
            read_levels(wrong)
