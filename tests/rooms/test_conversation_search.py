"""Looking for words in one's own conversation."""

import pytest
from django.urls import reverse

from groups.rooms.actions import say, take_back_line
from groups.rooms.views import searching
from groups.rooms.views.searching import snippet_of

pytestmark = pytest.mark.django_db


def look(client, room, words, **more):
    address = reverse("rooms:conversation_search", args=[room.pk])
    return client.post(address, {"q": words} | more)


def test_finds_words_whatever_their_accents_and_capitals(client, talk, ada, ben, caplog):
    say(talk, by=ben, body="We met at the **Café** on Monday.")
    take_back_line(say(talk, by=ben, body="The other cafe."), by=ben)
    client.force_login(ada)

    page = look(client, talk, "CAFE")

    assert "<mark>Café</mark>" in page.text
    assert page.text.count("<mark>") == 1
    assert "?before=27#line-2" in page.text
    assert "Looked through 2 of 2 messages." in page.text
    assert "CAFE" not in caplog.text  # what is looked for is in no log


def test_goes_back_a_step_at_a_time_and_no_further_than_it_says(
    client, talk, ada, ben, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(searching, "STEP", 2)
    monkeypatch.setattr(searching, "MOST", 5)
    for number in range(6):
        say(talk, by=ben, body=f"Boat {number}.")
    client.force_login(ada)

    first = look(client, talk, "boat")
    with django_assert_num_queries(6):
        second = look(client, talk, "boat", before=first.context["next"], looked=2, found=2)
    third = look(client, talk, "boat", before=second.context["next"], looked=4, found=4)

    assert "Looked through 2 of 5 messages." in first.text
    assert "Look further back" in first.text
    assert [hit.number for hit in second.context["hits"]] == [5, 4]
    assert "Look further back" not in third.text


def test_a_script_gets_the_next_step_alone(client, talk, ada):
    client.force_login(ada)
    address = reverse("rooms:conversation_search", args=[talk.pk])

    page = client.post(address, {"q": "hall"}, headers={"HX-Request": "true"}).text

    assert "<mark>hall</mark>" in page
    assert "<html" not in page


def test_says_when_nothing_was_found_or_asked(client, talk, ada):
    client.force_login(ada)

    assert "Nothing with “canary” was found." in look(client, talk, "canary").text
    assert look(client, talk, " ").status_code == 422


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Straße", "STRASSE", "Straße"), ("naïve", "naive", "naïve"), ("e\u0301t", "et", "e\u0301t"),
        ("ﬁne", "fine", "ﬁne"), ("boat", "", None), ("boat", "boats", None),
    ],
)  # fmt: skip
def test_marks_what_stands_there(text, words, found):
    snippet = snippet_of(f"A {text} here", words)

    assert (snippet.found if snippet else None) == found
