from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import mark_read

LIST = reverse("forums:topic_list")


@pytest.fixture
def shown(client):
    def shown(**query):
        response = client.get(LIST, query)
        assert response.status_code == 200
        return [topic.title for topic in response.context["topics"]]

    return shown


def test_shows_the_latest_topics_of_all_categories(shown, make_topic, make_category, make_post):
    first = make_topic(title="First")
    make_topic(title="Second", category=make_category())
    make_post(first)

    assert shown() == ["First", "Second"]
    assert shown(show="nonsense", other="1") == ["First", "Second"]


def test_shows_who_waits_for_a_reply(shown, make_topic, make_post):
    make_post(make_topic(title="Answered"))
    make_topic(title="Alone")
    make_topic(title="Closed", is_locked=True)

    assert shown(show="waiting") == ["Alone"]


def test_shows_what_one_has_not_read(client, shown, stranger, make_topic, make_post):
    read, begun = make_topic(title="Read"), make_topic(title="Begun")
    make_topic(title="Untouched")
    for topic in (read, begun):
        mark_read(topic, member=stranger, number=1)
    make_post(begun)
    client.force_login(stranger)

    assert set(shown(show="unread")) == {"Begun", "Untouched"}


def test_shows_what_one_follows(client, shown, helper, make_topic, make_post):
    make_post(make_topic(title="Followed"), author=helper)
    make_topic(title="Other")
    client.force_login(helper)

    assert shown(show="following") == ["Followed"]


@pytest.mark.parametrize("show", ["unread", "following"])
def test_asks_visitors_to_log_in_for_lists_of_their_own(client, db, show):
    response = client.get(LIST, {"show": show})

    assert (response.status_code, response.url) == (302, reverse("account_login"))


@pytest.mark.parametrize(("read", "names"), [(1, ["moderator", "stranger"]), (2, ["moderator"])])
@pytest.mark.parametrize("show", ["latest", "waiting"])
def test_lists_only_topics_the_reader_may_open(
    client, request, shown, moderator, make_category, make_topic, read, names, show
):
    place = make_category(see=read, read=read, start=2, reply=2)
    make_topic(category=place, author=moderator, title="Between us")

    for name in ["", "stranger", "moderator"]:
        client.logout()
        if name:
            client.force_login(request.getfixturevalue(name))
        assert ("Between us" in shown(show=show)) == (name in names)


def test_leads_to_the_first_unread_post(client, stranger, make_topic, make_post):
    topic = make_topic()
    for _ in range(24):
        make_post(topic)
    mark_read(topic, member=stranger, number=21)
    client.force_login(stranger)

    text = client.get(LIST).text

    assert f'href="{topic.get_absolute_url()}?page=2#post-22"' in text
    assert "4 new" in text


def test_leads_to_the_top_of_a_topic_never_opened(client, stranger, topic, make_post):
    make_post(topic)
    client.force_login(stranger)

    assert f'href="{topic.get_absolute_url()}"' in client.get(LIST).text


def test_counts_nothing_as_new_that_is_older_than_the_member(client, make_member, topic):
    client.force_login(make_member(read_before=timezone.now() + timedelta(seconds=1)))

    text = client.get(LIST).text

    assert "is-read" in text
    assert "1 new" not in text


@pytest.mark.parametrize("topics", [1, 20])
@pytest.mark.parametrize("show", ["latest", "unread", "waiting", "following"])
def test_costs_the_same_queries_for_any_number_of_topics(
    client, helper, make_topic, make_post, topics, show, django_assert_max_num_queries
):
    for _ in range(topics):
        make_post(make_topic())
        make_topic()
    client.force_login(helper)

    most = 6 if show == "following" else 5  # what they follow is asked first
    with django_assert_max_num_queries(most):
        client.get(LIST, {"show": show})
