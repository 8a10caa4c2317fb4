import pytest
from django.urls import reverse


def test_leads_to_the_topic(client, topic):
    response = client.get(reverse("forums:topic_redirect", args=[topic.pk]), {"page": "9"})

    assert (response.status_code, response.url) == (302, topic.get_absolute_url())


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_does_not_exist_for_an_unknown_number(client, db, pk):
    assert client.get(reverse("forums:topic_redirect", args=[pk])).status_code == 404


def test_tells_no_title_to_who_may_not_read(client, stranger, moderator, make_category, make_topic):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)
    address = reverse("forums:topic_redirect", args=[topic.pk])

    assert client.get(address).status_code == 404
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(moderator)
    assert client.get(address).status_code == 302
