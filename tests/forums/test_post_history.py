import pytest
from django.urls import reverse

from forums.actions import delete, edit

pytestmark = pytest.mark.usefixtures("edits_are_kept")


def address(topic, number=1):
    return reverse("forums:post_history", args=[topic.pk, number])


def test_shows_what_each_edit_changed_latest_first(client, asker, moderator, topic):
    post = topic.posts.get()
    edit(post, editor=asker, body="What do you believe?", version=1)
    edit(post, editor=moderator, body="What <do> you know?", version=2, reason="Clearer.")

    response = client.get(address(topic), {"nonsense": "1"})

    assert response.status_code == 200
    assert "added: </span>know" in response.text
    assert "removed: </span>believe" in response.text
    assert "&lt;" in response.text
    assert "Clearer." in response.text
    assert "<do>" not in response.text
    assert response.text.index("3, the one shown now") < response.text.index("1, first posted")
    assert "removed: </span>think" in client.get(address(topic), {"to": "2"}).text
    whole = client.get(address(topic), {"from": "1", "to": "3"}).text
    assert "What changed from 1 to 3" in whole
    assert "removed: </span>think" in whole


def test_shows_changes_of_the_title(client, asker, topic):
    edit(topic.posts.get(), editor=asker, body="Other.", version=1, title="Another name")

    text = client.get(address(topic)).text
    assert "added: </span>Another" in text
    assert "removed: </span>Topic" in text


def test_says_when_nothing_was_edited(client, topic):
    assert "This post was never edited." in client.get(address(topic)).text


def test_does_not_exist_for_a_post_that_is_gone(client, helper, topic, make_post):
    post = edit(make_post(topic, body="Regretted."), editor=helper, body="Other.", version=1)
    delete(post, by=helper)

    response = client.get(address(topic, 2))

    assert response.status_code == 404
    assert "Regretted." not in response.text


@pytest.mark.parametrize("number", [0, 2, 10**20])
def test_does_not_exist_for_a_post_that_is_not_there(client, topic, number):
    assert client.get(address(topic, number)).status_code == 404


@pytest.mark.parametrize("read", [1, 2])
def test_does_not_exist_for_who_may_not_read(
    client, stranger, moderator, make_category, make_topic, read
):
    place = make_category(see=read, read=read, start=2, reply=2)
    topic = make_topic(category=place, author=moderator)

    assert client.get(address(topic)).status_code == 404
    client.force_login(stranger)
    assert client.get(address(topic)).status_code == (200 if read == 1 else 404)


@pytest.mark.parametrize("edits", [1, 20])
def test_costs_the_same_queries_for_any_number_of_edits(
    client, asker, topic, edits, django_assert_max_num_queries
):
    for number in range(1, edits + 1):
        edit(topic.posts.get(), editor=asker, body=f"Version {number}.", version=number)

    with django_assert_max_num_queries(2):
        client.get(address(topic))
