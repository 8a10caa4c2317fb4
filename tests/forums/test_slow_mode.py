"""Slow mode: one post a member in so many seconds; templates: no topic of headings alone."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.actions import delete, reply, start_topic
from forums.models import Post, Topic
from peersupport.core.exceptions import Refused


@pytest.fixture
def slow(make_category):
    return make_category(slow_seconds=300)


def test_says_the_wait_before_one_writes_and_keeps_what_was_sent_early(
    client, slow, asker, make_topic
):
    topic = make_topic(category=slow)
    client.force_login(asker)
    page = client.get(topic.get_absolute_url()).text
    assert re.search(r"You can post again here at (\w+, )?\d\d:\d\d\.", page)

    response = client.post(
        reverse("forums:topic_reply", args=[topic.pk]), {"body": "Too early, but not lost."}
    )

    assert response.status_code == 422
    assert "Too early, but not lost.</textarea>" in response.text
    assert re.search(r"you can post again at (\w+, )?\d\d:\d\d\.", response.text)
    assert topic.posts.count() == 1
    topic.posts.update(posted_at=timezone.now() - timedelta(seconds=301))
    assert "your next one can follow in 5\xa0minutes" in client.get(topic.get_absolute_url()).text
    assert reply(topic, author=asker, body="In time.").number == 2


def test_holds_across_topics_and_for_what_was_taken_back(slow, asker, helper, make_topic):
    first, second = make_topic(category=slow), make_topic(category=slow, author=helper)
    delete(first.posts.get(), by=asker)

    with pytest.raises(Refused):
        reply(second, author=asker, body="At once.")
    with pytest.raises(Refused):
        start_topic(slow, author=asker, title="Another", body="At once.")


def test_holds_in_its_own_category_and_not_for_moderators(
    slow, moderator, asker, category, make_topic
):
    topic = make_topic(category=slow)

    reply(make_topic(category=category, author=moderator), author=asker, body="Elsewhere.")
    for text in ("One.", "Two."):
        reply(topic, author=moderator, body=text)

    assert topic.posts.count() == 3


def test_a_topic_sent_twice_is_still_the_one_that_was_started(slow, asker):
    token = "0f8fad5b-d9cb-469f-a165-70867728950e"
    sent = [
        start_topic(slow, author=asker, title="Once", body="Words.", submit_token=token)
        for _press in range(2)
    ]

    assert sent[0] == sent[1]
    assert Topic.objects.count() == 1


def test_two_topics_at_once_take_one_post(committed, slow, asker, helper, make_topic, make_member):
    topics = [make_topic(category=slow, author=make_member()) for _topic in range(4)]

    def press(topic):
        try:
            return reply(topic, author=helper, body="Now.")
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        posts = [post for post in pool.map(press, topics) if post]

    assert len(posts) == Post.objects.filter(author=helper).count() == 1


def test_an_untouched_template_is_not_posted_and_a_filled_one_is(client, make_category, asker):
    place = make_category(template="### What I tried\n\n### What I want", template_title_hint="Hm?")
    address = reverse("forums:topic_new", args=[place.slug])
    client.force_login(asker)
    assert "### What I want</textarea>" in client.get(address).text
    data = {"kind": "question", "title": "Stuck", "body": "### What I tried\r\n### What I want\r\n"}

    response = client.post(address, data)

    assert response.status_code == 422
    assert "Write something under the headings first" in response.text
    assert not Topic.objects.exists()
    assert client.post(address, data | {"body": "### What I tried\nAll."}).status_code == 302
