import pytest
from django.urls import reverse

from forums.actions import delete


def test_leads_to_the_page_on_which_a_post_stands(client, topic, make_post):
    for _ in range(20):
        make_post(topic)

    for number, query in [(1, ""), (20, ""), (21, "?page=2")]:
        response = client.get(topic.permalink(number), {"nonsense": "1"})
        assert response.status_code == 302
        assert response.url == f"{topic.get_absolute_url()}{query}#post-{number}"


def test_leads_there_from_an_old_slug(client, topic):
    response = client.get(reverse("forums:post_detail", args=[topic.pk, "old-title", 1]))

    assert response.url == topic.link_to(1)


def test_leads_to_gravestones_too(client, helper, topic, make_post):
    delete(make_post(topic), by=helper)

    assert client.get(topic.permalink(2)).url == topic.link_to(2)


@pytest.mark.parametrize("number", [0, 2, 10**20])
def test_does_not_exist_for_a_post_that_is_not_there(client, topic, number):
    assert client.get(topic.permalink(number)).status_code == 404


def test_does_not_exist_in_a_topic_that_is_gone(client, asker, topic):
    delete(topic.posts.get(), by=asker)

    assert client.get(topic.permalink(1)).status_code == 404


@pytest.mark.parametrize("read", [1, 2])
def test_does_not_exist_for_who_may_not_read(
    client, stranger, moderator, make_category, make_topic, read
):
    place = make_category(see=read, read=read, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)

    assert client.get(topic.permalink(1)).status_code == 404
    client.force_login(stranger)
    assert client.get(topic.permalink(1)).status_code == (302 if read == 1 else 404)
