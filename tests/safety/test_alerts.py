"""What cannot wait, as time goes by."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from moderation.actions import claim, look_after, note_look, open_item, report
from moderation.models import Priority, ReviewItem
from moderation.safety.actions import alert, raise_alerts
from peersupport.activity.models import Activity
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle

OFFICER = "officer@example.org"


@pytest.fixture(autouse=True)
def site_with_an_officer(settings):
    settings.DPO_EMAIL = OFFICER


@pytest.fixture
def item(topic):
    """Somebody may be at risk: a first look within an hour."""
    return open_item(topic.posts.get(number=1), reason="worry")


@pytest.fixture
def pass_time(item):
    """So many minutes after the item was opened, as beat and workers see it."""

    def pass_time(minutes):
        at = item.opened_at + timedelta(minutes=minutes)
        with mock.patch("django.utils.timezone.now", return_value=at):
            raise_alerts()
            settle()

    return pass_time


def told(step):
    activity = Activity.objects.filter(verb="moderation.escalated", data__step=step).last()
    return set() if activity is None else set(activity.data["told"])


def letters():
    return list(Letter.objects.filter(key__startswith="alert:").values_list("address", flat=True))


def test_time_lapse_of_what_nobody_looks_at(
    moderator, another_moderator, administrator, make_shift, pass_time
):
    make_shift(moderator)
    settle()
    assert told(1) == {moderator.pk}
    assert letters() == [moderator.email]
    assert Notice.objects.filter(recipient=moderator).count() == 1

    pass_time(29)
    assert len(letters()) == 1

    pass_time(31)
    assert told(2) == {moderator.pk, another_moderator.pk, administrator.pk}
    assert OFFICER not in letters()

    pass_time(59)
    assert not told(3)

    pass_time(61)
    assert told(3) == {administrator.pk}
    assert letters().count(OFFICER) == 1

    pass_time(300)
    assert Activity.objects.filter(verb="moderation.escalated").count() == 3


def test_at_half_the_next_in_the_rota_comes_in(
    moderator, another_moderator, administrator, make_shift, pass_time
):
    make_shift(moderator)
    make_shift(another_moderator, 5, 8)

    pass_time(31)

    assert told(2) == {moderator.pk, another_moderator.pk}


def test_supervisors_hear_at_the_target(moderator, another_moderator, make_shift, pass_time):
    make_shift(moderator)
    make_shift(another_moderator, kind="supervise")

    pass_time(61)

    assert told(3) == {another_moderator.pk}


def test_everybody_who_moderates_hears_while_nobody_is_on_duty(moderator, administrator, item):
    settle()

    assert told(1) == {moderator.pk, administrator.pk}


@pytest.mark.parametrize("look", [note_look, claim])
def test_it_stops_once_somebody_looked(moderator, administrator, item, pass_time, look):
    settle()
    look(item, by=administrator)

    pass_time(300)

    assert not told(2)


def test_whoever_it_is_about_or_who_reported_it_is_not_alerted(make_topic, moderator, make_member):
    third, fourth = make_member(role="moderator"), make_member(role="moderator")
    post = make_topic(author=moderator).posts.get(number=1)
    report(post, reporter=third, reason="worry")

    settle()

    assert told(1) == {fourth.pk}


def test_who_rests_or_leaves_its_themes_to_others_is_spared(topic, moderator, make_member):
    resting, elsewhere = make_member(role="moderator"), make_member(role="moderator")
    look_after(resting, left_out=[], off_until=timezone.now() + timedelta(hours=1))
    look_after(elsewhere, left_out=["grief"], off_until=None)
    open_item(topic.posts.get(number=1), reason="worry", themes=["grief"])

    settle()
    assert told(1) == {moderator.pk}

    type(moderator).objects.filter(pk=moderator.pk).update(role="")
    ReviewItem.objects.update(alerts=0)
    raise_alerts()
    assert told(1) == {resting.pk, elsewhere.pk}  # somebody has to


def test_nobodys_words_are_in_a_letter(make_topic, moderator):
    post = make_topic(title="Kanarienvogel", body="Kanarienvogel").posts.get(number=1)
    open_item(post, reason="worry")

    settle()

    letter = Letter.objects.get(key__startswith="alert:")
    item = ReviewItem.objects.get()
    assert item.get_absolute_url() in letter.text
    assert "Risk to somebody" in letter.subject
    assert "Kanarienvogel" not in letter.subject + letter.text
    assert post.author.display_name not in letter.text


def test_what_can_wait_alerts_nobody(topic, moderator):
    open_item(topic.posts.get(number=1), reason="harm")

    settle()
    raise_alerts()

    assert not Activity.objects.filter(verb="moderation.escalated").exists()


def test_what_becomes_urgent_after_a_look_alerts(topic, moderator, administrator):
    item = open_item(topic.posts.get(number=1), reason="harm")
    note_look(item, by=administrator)

    open_item(topic.posts.get(number=1), reason="worry", priority=Priority.DANGER)
    raise_alerts()

    assert told(1) == {moderator.pk, administrator.pk}


def test_two_workers_raise_it_once(item, moderator):
    assert len(alert(item.pk)) == 1
    assert alert(item.pk) == []
    settle()
    settle()

    assert Letter.objects.filter(key__startswith="alert:").count() == 1


def test_a_worker_passes_over_what_another_holds(item, moderator):
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        alert(item.pk)

    assert any("FOR UPDATE" in sql and "SKIP LOCKED" in sql for sql in statements)


def test_looking_costs_the_same_when_nothing_waits(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert raise_alerts() == 0
