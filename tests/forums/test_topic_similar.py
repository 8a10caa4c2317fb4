import pytest
from django.urls import reverse

from forums.models import Topic
from forums.search import alike

SIMILAR = reverse("forums:topic_similar")


def shown(client, title):
    return client.get(SIMILAR, {"title": title}).text.strip()


def test_shows_topics_with_a_title_like_it_and_no_more_than_five(client, make_topic, stranger):
    for n in range(7):
        make_topic(title=f"How do you keep notes in lecture {n}")
    make_topic(title="Cooking for one")
    client.force_login(stranger)

    page = shown(client, "How to keep lecture notes")

    assert "These may answer it already" in page
    assert page.count("How do you keep notes") == 5
    assert "Cooking" not in page
    assert shown(client, "How") == shown(client, "\x00") == shown(client, "") == ""


def test_shows_nothing_that_the_writer_may_not_open(client, make_category, make_topic, stranger):
    hidden = make_category(see=2, read=2, start=2, reply=2)
    topic = make_topic(title="Keeping lecture notes secret")
    Topic.objects.filter(pk=topic.pk).update(category=hidden)
    gone = make_topic(title="Keeping lecture notes gone")
    Topic.objects.filter(pk=gone.pk).update(standing="removed")
    client.force_login(stranger)

    assert shown(client, "Keeping lecture notes") == ""


def test_an_old_topic_is_found_by_a_rare_word(client, make_topic, stranger, monkeypatch):
    old = make_topic(title="A podcast for statistics")
    make_topic(title="Something else")
    monkeypatch.setattr(alike, "LATEST", 1)
    client.force_login(stranger)

    assert old.title in shown(client, "Which podcast's for statistics?")


@pytest.mark.parametrize("where", ["preview", "address"])
def test_they_stand_in_the_form_without_javascript(client, category, make_topic, stranger, where):
    make_topic(title="How do you rest at night")
    client.force_login(stranger)
    page = reverse("forums:topic_new", args=[category.slug])
    title = {"title": "How do you rest at night?"}

    if where == "preview":
        answer = client.post(page, title | {"kind": "question", "body": "x", "preview": "1"})
    else:
        answer = client.get(page, title)

    assert "These may answer it already" in answer.text
