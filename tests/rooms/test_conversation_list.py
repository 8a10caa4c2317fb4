"""One's conversations: what stands in a row, what is counted, and what it costs."""

import pytest
from django.urls import reverse

from groups.rooms.actions import archive, keep_draft, say, set_muted, start_conversation
from groups.rooms.models import RoomKey
from peersupport.members.actions import block

from .conftest import make_talk

pytestmark = pytest.mark.django_db
URL = reverse("rooms:conversation_list")


def test_shows_who_the_last_words_and_what_is_new(client, talk, ada, ben):
    say(talk, by=ben, body="See you on *Monday* then.")
    client.force_login(ada)

    page = client.get(URL).text

    assert "Ben Lantern" in page
    assert "See you on Monday then." in page
    assert "1 new" in page
    assert 'Unread <span class="n">1</span>' in page


def test_says_whose_words_are_ones_own_and_what_is_begun(client, talk, ada, ben, make_member):
    others = make_talk(ada, ben, make_member(display_name="Cara Inkwell"), body="Shall we print?")
    keep_draft(talk, by=ada, body="I wanted to ask")
    set_muted(others, by=ada, muted=True)
    client.force_login(ada)

    page = client.get(URL).text

    assert "You: Shall we print?" in page
    assert "Draft: I wanted to ask" in page
    assert "3 people" in page
    assert "Muted" in page
    assert "Ben and Cara" in page


def test_a_request_stands_apart_and_shows_no_words(client, ben, make_member):
    cara = make_member()
    start_conversation(by=ben, to=[cara], body="The canary sings.")
    client.force_login(cara)

    page = client.get(URL).text

    assert "1 request" in page
    assert "Ben Lantern would like to write to you" in page
    assert "canary" not in page


def test_unread_and_archived_are_lists_of_their_own(client, talk, ada, ben):
    say(talk, by=ben, body="New.")
    client.force_login(ada)
    assert "Ben Lantern" in client.get(URL, {"show": "unread"}).text

    archive(talk, by=ada)

    assert "Ben Lantern" not in client.get(URL).text
    assert "Ben Lantern" in client.get(URL, {"show": "archived"}).text


def test_words_of_whom_one_keeps_away_from_and_lost_words_are_not_shown(client, talk, ada, ben):
    say(talk, by=ben, body="The canary sings.")
    block(ada, other=ben)
    client.force_login(ada)
    folded = client.get(URL).text
    RoomKey.objects.all().delete()
    client.force_login(ben)

    lost = client.get(URL).text

    assert "canary" not in folded + lost
    assert "A message by somebody you keep away from" in folded
    assert "The last message cannot be opened" in lost


@pytest.mark.parametrize("others", [1, 22])
def test_costs_the_same_for_one_and_for_many(
    client, ada, make_member, others, django_assert_num_queries
):
    for number in range(others):
        make_talk(make_member(), ada, body=f"Hello {number}.")
    client.force_login(ada)
    client.get(URL)

    with django_assert_num_queries(7):  # session or member, bell; the list in five
        page = client.get(URL).text

    assert ("Older" in page) == (others > 20)


def test_pages_are_keyed(client, ada, make_member):
    for number in range(21):
        make_talk(make_member(display_name=f"Person {number:02}"), ada)
    client.force_login(ada)
    page = client.get(URL)

    older = client.get(URL, {"before": page.context["pane"].page.older}).text

    assert "Person 00" not in page.text
    assert "Person 00" in older
    assert "Person 01" not in older
