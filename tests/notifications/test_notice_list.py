import pytest
from django.urls import reverse

from forums.actions import delete
from forums.models import Category
from peersupport.activity.actions import settle_next
from peersupport.notifications.actions import choose_letters
from peersupport.notifications.models import Kind, Notice
from peersupport.reactions import REACTIONS

LIST = reverse("notifications:notice_list")


def settle():
    while settle_next(REACTIONS):
        pass


def test_lists_replies_and_mentions(client, asker, topic, make_post):
    make_post(topic)
    make_post(topic, body=f"Look, @{asker.handle}!")
    settle()
    client.force_login(asker)

    response = client.get(LIST, {"nonsense": "1"})

    assert response.status_code == 200
    assert f"<bdi>Helper</bdi> replied in “<bdi>{topic.title}</bdi>”" in response.text
    assert f"<bdi>Helper</bdi> mentioned you in “<bdi>{topic.title}</bdi>”" in response.text
    assert "2 are new." in response.text
    for notice in Notice.objects.all():
        assert reverse("notifications:notice_detail", args=[notice.pk]) in response.text


def test_escapes_names_and_titles(client, make_member, make_topic, make_post, asker):
    topic = make_topic(title="<b>Bold</b>")
    make_post(topic, author=make_member(display_name="<i>It</i>"))
    settle()
    client.force_login(asker)

    text = client.get(LIST).text

    assert "&lt;b&gt;Bold&lt;/b&gt;" in text
    assert "&lt;i&gt;It&lt;/i&gt;" in text


def test_says_when_there_is_nothing(client, stranger):
    client.force_login(stranger)

    text = client.get(LIST).text

    assert "When somebody replies to you or mentions you, it is listed here." in text
    assert "Mark all as read" not in text


def test_shows_nobody_elses_notices(client, stranger, topic, make_post):
    make_post(topic)
    settle()
    client.force_login(stranger)

    assert topic.title not in client.get(LIST).text


@pytest.mark.parametrize("case", ["deleted", "turned staff-only"])
def test_leaves_out_what_may_no_longer_be_seen(
    client, asker, helper, category, topic, make_post, case
):
    post = make_post(topic)
    settle()
    if case == "deleted":
        delete(post, by=helper)
    else:
        Category.objects.update(see=2, read=2, start=2, reply=2)
    client.force_login(asker)

    text = client.get(LIST).text

    assert topic.title not in text
    assert "Helper" not in text


def test_pages_by_key(client, asker, topic, make_post):
    for _ in range(35):
        make_post(topic)
    settle()
    client.force_login(asker)

    first = client.get(LIST)
    second = client.get(LIST, {"before": first.context["older"]})

    assert (len(first.context["notices"]), len(second.context["notices"])) == (30, 5)
    assert "Back to the newest" in second.text


@pytest.mark.parametrize("before", ["abc", "-1", "9" * 30, "٣", "1.5"])
def test_shows_the_first_page_for_a_nonsense_cursor(client, asker, topic, make_post, before):
    make_post(topic)
    settle()
    client.force_login(asker)

    response = client.get(LIST, {"before": before})

    assert response.status_code == 200


def test_shows_which_letters_one_gets(client, stranger):
    choose_letters(stranger, kind=Kind.REPLY, wanted=False)
    client.force_login(stranger)

    response = client.get(LIST)

    assert response.context["kinds"] == [
        (Kind.REPLY, False), (Kind.MENTION, True), (Kind.TOPIC, True),
        (Kind.MESSAGE, True), (Kind.REMINDER, True), (Kind.GROUP, True),
    ]  # fmt: skip
    assert "Letters about your account always come." in response.text


def test_asks_visitors_to_log_in(client, db):
    assert client.get(LIST).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("notices", [1, 20])
def test_costs_the_same_queries_for_any_number_of_notices(
    client, asker, make_topic, make_post, make_member, notices, django_assert_max_num_queries
):
    for _ in range(notices):
        make_post(make_topic(), author=make_member())
    settle()
    client.force_login(asker)

    with django_assert_max_num_queries(5):
        client.get(LIST)
