from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import announce
from forums.models import Topic
from peersupport.core.exceptions import Refused


def address(topic):
    return reverse("forums:topic_announce", args=[topic.pk])


@pytest.fixture
def announced(moderator, make_topic):
    return announce(
        make_topic(title="Heed this"), by=moderator, until=timezone.now() + timedelta(days=1)
    )


@pytest.mark.parametrize("role", ["moderator", "organiser", "administrator"])
def test_announces_for_some_days_and_ends_it(client, make_member, topic, role):
    client.force_login(make_member(role=role))

    client.post(address(topic), {"days": "3", "reason": "For all."})

    topic.refresh_from_db()
    assert timedelta(days=2) < topic.announced_until - timezone.now() < timedelta(days=4)
    page = client.get(topic.get_absolute_url()).text
    assert "This topic was announced" in page
    assert "For all." in page
    client.post(address(topic), {"stop": "1"})
    topic.refresh_from_db()
    assert topic.announced_until is None


@pytest.mark.parametrize("days", ["", "0", "61", "x"])
def test_asks_again_for_a_number_of_days(client, moderator, topic, days):
    client.force_login(moderator)

    assert client.post(address(topic), {"days": days}).status_code == 422
    topic.refresh_from_db()
    assert topic.announced_until is None


def test_stands_above_home_and_every_category(client, stranger, announced, make_category):
    other = make_category()
    for member in (None, stranger):
        if member:
            client.force_login(member)
        for page in (reverse("forums:home"), other.get_absolute_url()):
            assert "Heed this" in client.get(page).text.partition("announcement")[2]


def test_ends_at_its_time(client, announced, make_category):
    Topic.objects.update(announced_until=timezone.now() - timedelta(seconds=1))

    assert "Heed this" not in client.get(make_category().get_absolute_url()).text


def test_is_for_those_who_may_read_it(client, announced, make_category):
    Topic.objects.update(category=make_category(see=1, read=1))

    assert "Heed this" not in client.get(make_category().get_absolute_url()).text


def test_shows_three_at_most(client, moderator, make_topic, make_category):
    for days in range(1, 6):
        until = timezone.now() + timedelta(days=days)
        announce(make_topic(title=f"Note {days}."), by=moderator, until=until)

    text = client.get(make_category().get_absolute_url()).text

    assert [f"Note {days}." in text for days in range(1, 6)] == [False, False, True, True, True]


def test_refuses_members(asker, topic):
    with pytest.raises(Refused, match="moderators and organisers"):
        announce(topic, by=asker, until=timezone.now() + timedelta(days=1))
