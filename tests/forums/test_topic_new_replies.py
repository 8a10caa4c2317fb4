import pytest
from django.urls import reverse

from forums.actions import delete
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
