import pytest
from django.urls import reverse

from peersupport.notifications.models import Watch


def address(topic):
    return reverse("forums:topic_watch", args=[topic.pk])


@pytest.mark.parametrize("level", [0, 1, 2])
def test_remembers_how_closely_one_follows(client, stranger, topic, level):
    client.force_login(stranger)

    response = client.post(address(topic), {"level": str(level), "nonsense": "1"})

    assert (response.status_code, response.url) == (302, topic.get_absolute_url())
    assert Watch.objects.get(member=stranger).level == level


def test_changes_an_earlier_choice(client, asker, topic):
    client.force_login(asker)

    client.post(address(topic), {"level": "0"})

    assert Watch.objects.get(member=asker).level == Watch.Level.MUTED


def test_answers_a_swap_with_its_own_form(client, stranger, topic):
    client.force_login(stranger)

    response = client.post(address(topic), {"level": "2"}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.text.lstrip().startswith("<form")
    assert "Following" in response.text
    assert "csrfmiddlewaretoken" in response.text


@pytest.mark.parametrize("level", ["", "3", "-1", "abc", "2.0", "٢"])
def test_does_not_know_other_levels(client, stranger, topic, level):
    client.force_login(stranger)

    assert client.post(address(topic), {"level": level}).status_code == 404
    assert not Watch.objects.filter(member=stranger).exists()


def test_does_not_exist_for_who_may_not_read(
    client, stranger, moderator, make_category, make_topic
):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)

    assert client.post(address(topic), {"level": "2"}).url.startswith(reverse("account_login"))
    client.force_login(stranger)
    assert client.post(address(topic), {"level": "2"}).status_code == 404
    assert client.get(address(topic)).status_code == 405
    assert client.post(reverse("forums:topic_watch", args=[10**20])).status_code == 404
