import pytest
from django.urls import reverse

from forums.actions import delete, edit
from forums.models import Category


def feed(category):
    return reverse("forums:category_feed", args=[category.slug])


def test_holds_the_latest_topics_without_names(client, category, make_topic, asker):
    topic = make_topic(title="Rest & <sleep>", body="First words.\x07")
    page = client.get(category.get_absolute_url()).text

    response = client.get(feed(category))

    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed(category) in page
    assert "Rest &amp; &lt;sleep&gt;" in response.text
    assert "First words." in response.text
    assert f":topic/{topic.pk}</id>" in response.text
    assert asker.display_name not in response.text
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=300"


def test_answers_304_until_something_changes(client, category, make_topic, asker):
    topic = make_topic()
    first = client.get(feed(category))

    for known in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(feed(category), headers=known).status_code == 304
    edit(topic.posts.get(), editor=asker, body="Other words.", version=1)
    again = client.get(feed(category), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_gives_no_words_of_a_sensitive_place(client, category, make_topic):
    make_topic(title="A title", body="Kanarienvogel")
    assert "Kanarienvogel" in client.get(feed(category)).text

    Category.objects.filter(pk=category.pk).update(is_sensitive=True)

    text = client.get(feed(category)).text
    assert "Kanarienvogel" not in text
    assert "A title" in text


@pytest.mark.parametrize("read", [1, 2])
def test_does_not_exist_where_visitors_may_not_read(client, moderator, make_category, read):
    place = make_category(see=0, read=read, start=2, reply=2)
    client.force_login(moderator)

    assert client.get(feed(place)).status_code == 404


def test_forgets_what_was_taken_away(client, category, make_topic, asker):
    delete(make_topic(title="Kanarienvogel").posts.get(), by=asker)

    assert "Kanarienvogel" not in client.get(feed(category)).text


@pytest.mark.parametrize("topics", [1, 20])
def test_takes_two_statements(client, category, make_topic, topics, django_assert_max_num_queries):
    for _ in range(topics):
        make_topic()

    with django_assert_max_num_queries(2):
        client.get(feed(category))
