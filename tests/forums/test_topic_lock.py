import pytest
from django.urls import reverse

from peersupport.activity.models import Activity


def address(topic):
    return reverse("forums:topic_lock", args=[topic.pk])


@pytest.mark.parametrize("name", ["moderator", "administrator"])
def test_does_and_undoes_it_for_moderators(client, request, topic, name):
    client.force_login(request.getfixturevalue(name))

    for wanted in (True, False):
        response = client.post(address(topic), {"locked": str(int(wanted)), "nonsense": "1"})
        topic.refresh_from_db()
        assert (response.status_code, response.url) == (302, topic.get_absolute_url())
        assert topic.is_locked == wanted


def test_changes_nothing_when_it_is_so_already(client, moderator, make_topic):
    topic = make_topic(is_locked=True)
    client.force_login(moderator)
    before = Activity.objects.count()

    client.post(address(topic), {"locked": "1"})

    topic.refresh_from_db()
    assert topic.is_locked
    assert Activity.objects.count() == before


@pytest.mark.parametrize("name", ["asker", "stranger"])
def test_refuses_members(client, request, topic, name):
    client.force_login(request.getfixturevalue(name))
    before = Activity.objects.count()

    response = client.post(address(topic), {"locked": "1"})

    topic.refresh_from_db()
    assert "This is for moderators." in client.get(response.url).text
    assert not topic.is_locked
    assert Activity.objects.count() == before


def test_refuses_organisers(client, topic, make_member):
    client.force_login(make_member(role="organiser"))

    client.post(address(topic), {"locked": "1"})

    topic.refresh_from_db()
    assert not topic.is_locked


def test_does_not_exist_for_who_may_not_read(
    client, stranger, moderator, make_category, make_topic
):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)

    assert client.post(address(topic), {"locked": "1"}).url.startswith(reverse("account_login"))
    client.force_login(stranger)
    assert client.post(address(topic), {"locked": "1"}).status_code == 404
    assert client.get(address(topic)).status_code == 405
    assert client.post(reverse("forums:topic_lock", args=[10**20])).status_code == 404


def test_says_why_in_the_stream(client, moderator, stranger, topic, make_post):
    make_post(topic)
    client.force_login(moderator)
    client.post(address(topic), {"locked": "1", "reason": "It goes  in circles."})
    client.post(address(topic), {"locked": "0"})
    make_post(topic)

    client.force_login(stranger)
    text = client.get(topic.get_absolute_url()).text

    closed = text.index("A moderator closed this topic to replies")
    assert "<bdi>It goes in circles.</bdi>" in text
    assert (
        text.index('id="post-2"')
        < closed
        < text.index("opened this topic")
        < text.index('id="post-3"')
    )
