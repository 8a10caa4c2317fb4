import pytest
from django.urls import reverse

from forums.actions import delete, lock, merge
from forums.models import ReadMark


@pytest.fixture
def said(client, topic):
    def said(after):
        address = reverse("forums:topic_new_replies", args=[topic.pk])
        response = client.get(address, {"after": after})
        return response.status_code, response.text

    return said


def test_leads_to_the_first_reply_since_the_page_was_drawn(
    client, said, topic, make_post, stranger, helper
):
    client.force_login(stranger)
    page = client.get(topic.get_absolute_url()).text
    assert f'hx-get="/t/{topic.pk}/-/new/?after=1"' in page
    assert said(1) == (204, "")

    gone = make_post(topic)
    make_post(topic)
    make_post(topic)
    delete(gone, by=helper)

    status, text = said(1)
    assert status == 200
    assert "Show 2 new replies" in text
    assert f'href="{topic.permalink(2)}"' in text
    assert "after=1&amp;said=2" in text
    assert ReadMark.objects.get(member=stranger).number == 1  # asking is not reading


@pytest.fixture
def brought(client, topic):
    """What the link puts in its own place."""

    def brought(after, **more):
        query = {"after": after} | more
        return client.get(topic.get_absolute_url(), query, headers={"HX-Request": "true"})

    return brought


def test_brings_the_new_replies_and_nothing_that_stands_there_already(
    client, said, brought, topic, make_post, stranger
):
    client.force_login(stranger)
    client.get(topic.get_absolute_url())
    make_post(topic, body="It passes.")
    assert f'hx-get="{topic.get_absolute_url()}?after=1&amp;lines=0"' in said(1)[1]

    fragment = brought(1).text

    assert "1 new reply" in fragment
    assert 'id="post-2"' in fragment
    assert "It passes." in fragment
    assert 'id="post-1"' not in fragment
    assert "<main" not in fragment
    assert f'hx-get="/t/{topic.pk}/-/new/?after=2"' in fragment  # it goes on asking
    assert ReadMark.objects.get(member=stranger).number == 2
    assert "<main" in client.get(topic.get_absolute_url(), {"after": "1"}).text


def test_what_stands_on_the_next_page_is_a_link(client, said, brought, topic, make_post, stranger):
    client.force_login(stranger)
    for _ in range(20):
        make_post(topic)

    fragment = brought(19).text

    assert 'id="post-20"' in fragment
    assert 'id="post-21"' not in fragment
    assert "Show 1 new reply" in fragment
    assert f'href="{topic.link_to(21)}"' in fragment
    assert "hx-target" not in said(20)[1]
    assert ReadMark.objects.get(member=stranger).number == 20


def test_a_moderators_line_is_not_shown_twice(client, brought, topic, make_post, moderator):
    lock(topic, by=moderator, locked=True)
    lock(topic, by=moderator, locked=False)
    client.force_login(moderator)
    assert "&amp;lines=2" in client.get(topic.get_absolute_url()).text
    make_post(topic)

    assert "sysline" not in brought(1, lines=2).text
    assert brought(1).text.count("sysline") == 2
    assert brought(1, lines="x").status_code == 404


def test_a_topic_that_was_merged_meanwhile_leads_on(
    client, brought, topic, make_topic, make_post, moderator
):
    into = make_topic()
    merge(topic, into=into, by=moderator)
    client.force_login(moderator)

    assert brought(1).headers["HX-Redirect"] == into.get_absolute_url()


def test_the_page_before_the_last_does_not_ask(client, topic, make_post):
    for _ in range(20):
        make_post(topic)

    assert "show-new" not in client.get(topic.get_absolute_url()).text
    assert "show-new" in client.get(topic.get_absolute_url(), {"page": "2"}).text


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 30])
def test_does_not_exist_for_what_no_page_asks(said, after):
    assert said(after)[0] == 404


def test_does_not_exist_for_who_may_not_read(client, make_category, make_topic, moderator):
    place = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)

    address = reverse("forums:topic_new_replies", args=[topic.pk])

    assert client.get(address, {"after": "0"}).status_code == 404
    client.force_login(moderator)
    assert client.get(address, {"after": "0"}).status_code == 200


def test_takes_two_statements_besides_session_and_member(
    client, said, stranger, topic, make_post, django_assert_max_num_queries
):
    make_post(topic)
    client.force_login(stranger)

    with django_assert_max_num_queries(4):
        assert said(1)[0] == 200
