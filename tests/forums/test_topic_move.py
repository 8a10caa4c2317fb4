import pytest
from django.urls import reverse


def address(topic):
    return reverse("forums:topic_move", args=[topic.pk])


@pytest.fixture
def elsewhere(make_category):
    return make_category(name="Elsewhere")


def test_offers_the_other_categories(client, moderator, topic, elsewhere):
    client.force_login(moderator)

    response = client.get(address(topic), {"nonsense": "1"})

    assert response.status_code == 200
    assert [place.name for place in response.context["form"].fields["category"].queryset] == [
        "Elsewhere"
    ]


@pytest.mark.parametrize("name", ["moderator", "administrator"])
def test_moves_the_topic_and_its_counts(client, request, topic, category, elsewhere, name):
    client.force_login(request.getfixturevalue(name))

    response = client.post(address(topic), {"category": elsewhere.pk})

    for row in (topic, category, elsewhere):
        row.refresh_from_db()
    assert (response.status_code, response.url) == (302, topic.get_absolute_url())
    assert topic.category == elsewhere
    assert (category.topic_count, elsewhere.topic_count) == (0, 1)


@pytest.mark.parametrize("wrong", ["", "abc", "0", str(10**20), "own"])
def test_asks_again_for_anything_but_another_category(
    client, moderator, topic, category, elsewhere, wrong
):
    client.force_login(moderator)

    response = client.post(address(topic), {"category": category.pk if wrong == "own" else wrong})

    topic.refresh_from_db()
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert topic.category == category


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["asker", "stranger"])
def test_does_not_exist_for_members(client, request, topic, category, elsewhere, name, method):
    client.force_login(request.getfixturevalue(name))

    response = getattr(client, method)(address(topic), {"category": elsewhere.pk})

    topic.refresh_from_db()
    assert response.status_code == 404
    assert topic.category == category


def test_asks_visitors_to_log_in(client, topic):
    assert client.get(address(topic)).url.startswith(reverse("account_login"))


def test_hides_the_topic_from_members_when_it_moves_inside(
    client, moderator, stranger, topic, make_category
):
    office = make_category(see=2, read=2, start=2, reply=2)
    client.force_login(moderator)
    client.post(address(topic), {"category": office.pk})

    client.force_login(stranger)

    assert client.get(topic.get_absolute_url()).status_code == 404


def test_says_where_it_came_from_to_who_may_know(
    client, moderator, stranger, topic, elsewhere, make_category
):
    office = make_category(name="Back office", see=2, read=2, start=2, reply=2)
    client.force_login(moderator)
    client.post(address(topic), {"category": elsewhere.pk})
    client.post(address(topic), {"category": office.pk})
    assert client.post(address(topic), {"category": elsewhere.pk}).status_code == 422
    client.post(address(topic), {"category": elsewhere.pk, "widen": "on"})

    client.force_login(stranger)
    text = client.get(topic.get_absolute_url()).text

    assert "Moved here from <a" in text
    assert "Study skills" in text
    assert "Moved here from another category" in text
    assert "Back office" not in text
