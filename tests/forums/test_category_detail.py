import pytest
from django.urls import reverse

from forums.models import Topic


def page(category):
    return reverse("forums:category_detail", args=[category.slug])


def test_shows_its_topics_newest_first(client, category, make_topic, make_post):
    older, newer = make_topic(title="Older"), make_topic(title="Newer")
    make_post(older)

    text = client.get(page(category), {"nonsense": "1"}).text

    assert text.index("Older") < text.index("Newer")
    assert older.get_absolute_url() in text
    assert newer.get_absolute_url() in text


def test_offers_members_to_start_a_topic(client, category, stranger):
    new = reverse("forums:topic_new", args=[category.slug])

    assert new not in client.get(page(category)).text
    client.force_login(stranger)
    assert new in client.get(page(category)).text


def test_shows_pinned_topics_first_and_once(client, category, make_topic):
    make_topic(title="Read me", is_pinned=True)
    make_topic(title="Something new")

    text = client.get(page(category)).text

    assert text.index("Read me") < text.index("Something new")
    assert text.count("<bdi>Read me</bdi>") == 1


def test_lists_visible_children(client, category, make_category):
    make_category(name="Exams", parent=category)
    make_category(name="Staff exams", parent=category, see=2, read=2, start=2, reply=2)

    text = client.get(page(category)).text

    assert "Exams" in text
    assert "Staff exams" not in text


@pytest.mark.parametrize("slug", ["no-such-place", "STUDY-SKILLS"])
def test_does_not_exist_under_another_slug(client, category, slug):
    assert client.get(reverse("forums:category_detail", args=[slug])).status_code == 404


@pytest.mark.parametrize(
    ("see", "name", "status"), [(1, "", 404), (1, "stranger", 200), (2, "stranger", 404)]
)
def test_does_not_exist_for_who_may_not_know_of_it(
    client, request, make_category, see, name, status
):
    place = make_category(name="Inner", see=see, read=see, start=2, reply=2)
    if name:
        client.force_login(request.getfixturevalue(name))

    response = client.get(page(place))

    assert response.status_code == status
    assert ("Inner" in response.text) == (status == 200)


def test_tells_visitors_that_a_seen_category_is_for_members(client, make_category, make_topic):
    place = make_category(see=0, read=1)
    make_topic(category=place, title="Between members")

    text = client.get(page(place)).text

    assert "What people write here is for members." in text
    assert "Between members" not in text


def test_pages_by_key_in_both_directions(client, category, make_topic):
    for number in range(1, 26):
        make_topic(title=f"Conversation {number:02}")

    first = client.get(page(category)).text
    older = first.partition("?before=")[2].partition('"')[0]
    second = client.get(page(category), {"before": older}).text
    newer = second.partition("?after=")[2].partition('"')[0]
    again = client.get(page(category), {"after": newer}).text

    assert "Conversation 25" in first
    assert "Conversation 05" not in first
    assert "Conversation 05" in second
    assert "Conversation 06" not in second
    assert "Conversation 25" in again
    assert "Conversation 05" not in again


@pytest.mark.parametrize("cursor", ["abc", "-", "9" * 40, "١-١", "99999999999999999999-1", "1-2-3"])
def test_shows_the_first_page_for_a_nonsense_cursor(client, category, topic, cursor):
    response = client.get(page(category), {"before": cursor})

    assert response.status_code == 200
    assert topic.title in response.text


@pytest.mark.parametrize("topics", [1, 20])
def test_costs_the_same_queries_for_any_number_of_topics(
    client, helper, category, make_topic, make_post, topics, django_assert_max_num_queries
):
    for _ in range(topics):
        make_post(make_topic())
    Topic.objects.filter(pk=make_topic().pk).update(is_pinned=True)
    client.force_login(helper)

    with django_assert_max_num_queries(9):
        client.get(page(category))
