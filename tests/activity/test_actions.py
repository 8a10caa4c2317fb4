from datetime import timedelta

import pytest
from django.utils import timezone

from peersupport.activity.actions import record, settle_next
from peersupport.activity.models import Activity
from peersupport.members.models import Member


@pytest.fixture
def settle():
    """Settle everything that waits now; how many there were."""

    def settle(reactions):
        count = 0
        while settle_next(reactions):
            count += 1
        return count

    return settle


def test_records_who_did_what_to_what(stranger, helper):
    activity = record("area.done", actor=stranger, target=helper, number=3)

    activity.refresh_from_db()
    assert (activity.actor, activity.target, activity.data) == (stranger, helper, {"number": 3})
    assert (activity.settled_at, activity.attempts) == (None, 0)
    assert str(activity) == f"area.done #{activity.pk}"


def test_records_what_nobody_did(db):
    assert record("area.happened", actor=None).target is None


def test_settles_in_order(db, settle):
    for number in range(3):
        record("area.done", actor=None, number=number)
    seen = []

    assert settle({"area.done": [lambda activity: seen.append(activity.data["number"])]}) == 3
    assert seen == [0, 1, 2]
    assert not Activity.objects.waiting().exists()


def test_settles_what_nobody_reacts_to(db, settle):
    record("area.done", actor=None)

    assert settle({}) == 1
    assert settle({}) == 0


def test_runs_every_reaction_of_a_verb_and_no_other(db, settle):
    record("area.done", actor=None)
    seen = []

    settle({"area.done": [lambda a: seen.append(1), lambda a: seen.append(2)],
            "area.undone": [lambda a: seen.append(3)]})  # fmt: skip

    assert seen == [1, 2]


def test_tries_again_later_and_lets_others_pass(db, settle, caplog):
    broken, fine = record("area.broken", actor=None), record("area.done", actor=None)
    seen = []

    def fail(activity):
        raise RuntimeError("the reaction is broken")

    reactions = {"area.broken": [fail], "area.done": [seen.append]}
    assert settle(reactions) == 2

    broken.refresh_from_db()
    assert seen == [fine]
    assert (broken.settled_at, broken.attempts) == (None, 1)
    wait = broken.retry_at - timezone.now()
    assert timedelta(minutes=1, seconds=50) < wait <= timedelta(minutes=2)
    assert "reaction_failed" in caplog.text


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 2), (1, 4), (5, 64), (8, 360), (30, 360), (1000, 360)]
)
def test_waits_longer_each_time_but_never_over_six_hours(db, attempts, minutes):
    activity = record("area.broken", actor=None)
    Activity.objects.filter(pk=activity.pk).update(attempts=attempts)

    settle_next({"area.broken": [lambda a: 1 / 0]})

    activity.refresh_from_db()
    wait = activity.retry_at - timezone.now()
    assert timedelta(minutes=minutes, seconds=-10) < wait <= timedelta(minutes=minutes)


def test_undoes_what_a_failed_reaction_wrote(stranger):
    record("area.broken", actor=stranger)

    def write_and_fail(activity):
        Member.objects.filter(pk=stranger.pk).update(display_name="Half done")
        raise RuntimeError

    settle_next({"area.broken": [write_and_fail]})

    stranger.refresh_from_db()
    assert stranger.display_name == "Stranger"


def test_settles_a_failed_one_once_it_is_due(db):
    activity = record("area.done", actor=None)
    settle_next({"area.done": [lambda a: 1 / 0]})
    assert not settle_next({})
    Activity.objects.update(retry_at=timezone.now() - timedelta(seconds=1))

    assert settle_next({})

    activity.refresh_from_db()
    assert activity.settled_at is not None


def test_a_failure_in_the_database_does_not_stop_the_rest(db, settle):
    record("area.broken", actor=None)
    record("area.done", actor=None)
    seen = []

    def fail(activity):
        Member.objects.create(handle="x", display_name="x", email="x@example.org", tier=-1)

    settle({"area.broken": [fail], "area.done": [seen.append]})

    assert len(seen) == 1
