from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import mark_read
from forums.models import Topic
from groups.models import Group, Membership
from peersupport.core.pagination import encode_cursor
from peersupport.members.models import Session
from tests.conftest import SignedIn

COUNT = reverse("forums:topic_new_count")
SINCE = encode_cursor(timezone.now() - timedelta(days=1), 1)


@pytest.fixture
def said(client):
    """What the clock of a page is told: its status and its words."""

    def said(**query):
        response = client.get(COUNT, {"since": SINCE, "show": "latest"} | query)
        return response.status_code, response.text.partition("</svg>")[2].partition("</a>")[0]

    return said


def test_says_how_many_topics_came_since_the_page_was_drawn(client, said, helper, make_topic):
    make_topic()
    client.force_login(helper)
    page = client.get(reverse("forums:topic_list")).context["page"]
    assert said(since=page.top) == (204, "")

    for _ in range(3):
        make_topic()

    assert said(since=page.top) == (200, "Show 3 new conversations")
    assert said(since=page.top, said="3") == (204, "")  # the page says so already
    helper.calm_mode = True
    helper.save()
    assert said(since=page.top) == (200, "Show new conversations")


def test_counts_no_further_than_the_page_tells(said, make_topic, category, asker):
    Topic.objects.bulk_create(
        Topic(category=category, author=asker, title="T", slug="t") for _ in range(25)
    )

    assert said() == (200, "Show 20+ new conversations")


def test_counts_what_stands_in_the_list_that_is_read(
    client, said, stranger, make_topic, make_post, make_category
):
    read = make_topic()
    make_post(read)
    make_topic(category=make_category(slug="elsewhere"))
    client.force_login(stranger)
    mark_read(read, member=stranger, number=2)

    assert said()[1] == "Show 2 new conversations"
    for query in ({"show": "unread"}, {"show": "waiting"}, {"category": "elsewhere"}):
        assert said(**query)[1] == "Show 1 new conversation"
    for show in ("following", "replies", "mine-open"):
        assert said(show=show) == (204, "")


@pytest.mark.parametrize("query", [{"since": "soon"}, {"since": ""}, {"show": "nonsense"}])
def test_does_not_exist_for_what_no_page_asks(db, said, query):
    assert said(**query)[0] == 404


def test_counts_nothing_that_the_reader_may_not_open(
    client, said, make_topic, make_category, make_member, moderator, stranger
):
    office = make_category(see=2, read=2, start=2, reply=2)
    group = Group.objects.create(
        name="Inner", slug="inner", purpose="-", kind=Group.Kind.REQUEST, founded_by=moderator
    )
    circle = make_category(slug="inner", group=group)
    member = make_member()
    Membership.objects.create(group=group, member=member, norms_version=1)
    for place, standing in [(office, "visible"), (circle, "visible"), (None, "removed")]:
        topic = make_topic(author=moderator, category=office)
        Topic.objects.filter(pk=topic.pk).update(
            category=place or make_category(), standing=standing
        )

    seen = {}
    for name, person in [("", None), ("stranger", stranger), ("staff", moderator), ("in", member)]:
        client.logout()
        if person:
            client.force_login(person)
        seen[name] = [said()[0], said(category=circle.slug)[0], said(category=office.slug)[0]]

    assert seen == {
        "": [204] * 3, "stranger": [204] * 3, "staff": [200, 204, 200], "in": [200, 200, 204],
    }  # fmt: skip


def test_is_neither_a_visit_nor_a_use_of_the_session(
    stranger, topic, django_assert_max_num_queries
):
    stranger.last_visit_day = None
    stranger.save()
    client = SignedIn()
    client.force_login(stranger)
    session = client.session
    session["sign_in"] = {"device": "d", "at": timezone.now().timestamp(), "seen": 1}
    session.save()

    with django_assert_max_num_queries(3):  # session, member, the count
        client.get(COUNT, {"since": SINCE})

    stranger.refresh_from_db()
    assert stranger.last_visit_day is None
    assert client.session["sign_in"]["seen"] == 1
    client.get(reverse("forums:home"))
    assert client.session["sign_in"]["seen"] > 1
    assert Session.objects.get().seen_at > timezone.now() - timedelta(minutes=1)


def test_lists_ask_on_their_first_page_only(client, helper, make_topic, category):
    for _ in range(21):
        make_topic()
    client.force_login(helper)

    for address in ("/", reverse("forums:topic_list"), category.get_absolute_url()):
        response = client.get(address)
        assert "hx-get=" in response.text
        older = client.get(address, {"before": response.context["page"].older})
        assert "/-/new/?since" not in older.text
