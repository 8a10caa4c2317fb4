"""A conversation as somebody in it sees it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.resources.actions import Chosen, take_in
from groups.rooms.actions import keep_draft, leave, say, start_conversation
from groups.rooms.models import Line, RoomKey, Seat
from groups.rooms.views import threads
from peersupport.members.actions import block
from peersupport.members.models import Member
from tests.resources.samples import drawing

from .conftest import make_talk

pytestmark = pytest.mark.django_db


def fill(room, author, number):
    """Many lines at once, without waiting for the clock."""
    for _ in range(number):
        Line.objects.filter(author=author).update(sent_at=timezone.now() - timedelta(hours=1))
        say(room, by=author, body=f"Line {room.lines.count() + 1}.")


def test_shows_the_lines_and_marks_them_as_read(client, talk, ada, ben):
    say(talk, by=ben, body="See you on *Monday*.")
    client.force_login(ada)

    first, second = client.get(talk.get_absolute_url()), client.get(talk.get_absolute_url())

    assert "<em>Monday</em>" in first.text
    assert "Since you left, 1 new" in first.text
    assert "Since you left" not in second.text
    assert Seat.objects.get(room=talk, member=ada).read_number == 2
    assert "Ben is a peer, not a professional." in first.text


def test_does_not_exist_for_who_left_or_was_never_there(client, talk, ada, ben, moderator):
    leave(talk, by=ben)
    for person in (ben, moderator):
        client.force_login(person)
        assert client.get(talk.get_absolute_url()).status_code == 404


def test_a_page_holds_so_many_lines_and_the_rest_stand_behind_links(client, talk, ada, monkeypatch):
    monkeypatch.setattr(threads, "PAGE", 3)
    fill(talk, ada, 4)
    client.force_login(ada)
    latest = client.get(talk.get_absolute_url())

    earlier = client.get(talk.get_absolute_url(), {"before": latest.context["earlier"]})

    assert 'id="line-3"' in latest.text
    assert 'id="line-2"' not in latest.text
    assert 'id="line-2"' in earlier.text
    assert 'id="line-3"' not in earlier.text
    assert "thread-end" in latest.text
    assert "thread-end" not in earlier.text
    assert "Back to the newest" in earlier.text


def test_a_quote_and_a_draft_stand_in_the_composer(client, talk, ada, ben):
    keep_draft(talk, by=ben, body="Half a thought")
    client.force_login(ben)

    page = client.get(talk.get_absolute_url(), {"quote": "1"})

    assert page.context["form"]["body"].value() == (
        "> Hello from the other side of the hall.\n\nHalf a thought"
    )


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("block", "This conversation takes no new messages."),
        ("pause", "You can read everything, and write again from"),
        ("key", "This message cannot be opened: its key is missing."),
        ("alone", "Nobody else is in this conversation any more."),
    ],
)
def test_says_why_one_cannot_write_and_stays_readable(client, talk, ada, ben, what, words):
    if what == "block":
        block(ben, other=ada)
    elif what == "pause":
        Member.objects.filter(pk=ada.pk).update(paused_until=timezone.now() + timedelta(days=1))
    elif what == "key":
        RoomKey.objects.all().delete()
    else:
        leave(talk, by=ben)
    client.force_login(ada)

    page = client.get(talk.get_absolute_url())

    assert words in page.text
    assert "<textarea" not in page.text
    assert what == "key" or "the other side of the hall" in page.text


def test_a_request_shows_the_first_line_and_three_answers(client, ben, make_member):
    cara = make_member()
    room = start_conversation(by=ben, to=[cara], body="Would you like to swap notes?")
    client.force_login(cara)

    page = client.get(room.get_absolute_url()).text

    assert "Ben Lantern wants to write to you" in page
    assert "Would you like to swap notes?" in page
    assert "Accept and reply" in page
    assert "Decline" in page
    assert "<textarea" not in page
    assert Seat.objects.get(room=room, member=cara).read_number == 0  # the writer learns nothing


@pytest.mark.parametrize("lines", [1, 30])
def test_costs_the_same_for_one_and_for_many(
    client, ada, make_member, lines, django_assert_num_queries
):
    people = [make_member() for _ in range(2 if lines == 1 else 6)]
    for person in people:
        room = make_talk(ada, person)
    many = make_talk(ada, *people)
    fill(many, ada, lines)
    client.force_login(ada)
    client.get(many.get_absolute_url())

    with django_assert_num_queries(11):  # member, norms and bell among them
        page = client.get(many.get_absolute_url())

    assert f'id="line-{lines + 1}"' in page.text
    assert room.get_absolute_url() in page.text


def test_a_file_is_there_for_who_is_in_it_and_for_nobody_else(
    client, talk, ada, ben, moderator, own_store
):
    picture = take_in(drawing(), owner=ada)
    say(talk, by=ada, body="", files=[Chosen(picture.uuid, "A boat")])
    address = reverse("resources:file_thumbnail", args=[picture.uuid])
    client.force_login(ben)
    page = client.get(talk.get_absolute_url())

    assert address in page.text
    answer = client.get(address)
    assert answer.status_code == 200
    list(answer.streaming_content)
    client.force_login(moderator)
    assert client.get(address).status_code == 404
