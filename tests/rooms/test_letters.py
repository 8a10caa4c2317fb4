"""Letters that say that somebody wrote, looked at again before they are sent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from groups.rooms.actions import (
    accept,
    archive,
    decline,
    leave,
    mark_read,
    say,
    set_muted,
    start_conversation,
    take_back_line,
)
from groups.rooms.models import Seat
from peersupport.members.actions import block, mute
from peersupport.members.models import Member
from peersupport.notifications.actions import choose_letters, deliver_next
from peersupport.notifications.models import Kind, Letter, MailOptOut
from peersupport.reactions import settle

from .conftest import make_talk

pytestmark = pytest.mark.django_db

CANARY = "The canary sings at night."


@pytest.fixture
def told(talk, ada, ben):
    """Ben read what was there; Ada wrote again, and a letter to Ben waits."""
    settle()
    read(talk, ben)
    Letter.objects.all().delete()
    say(talk, by=ada, body=CANARY)
    settle()
    return talk


def read(room, member):
    room.refresh_from_db()
    mark_read(Seat.objects.select_related("room").get(room=room, member=member),
              number=room.last_number)  # fmt: skip


def deliver():
    """Send what waits, as if the two minutes were over."""
    Letter.objects.filter(state="waiting").update(due_at=timezone.now())
    while deliver_next():
        pass
    return mail.outbox


def everything_in(letter):
    return letter.subject + letter.body + letter.alternatives[0][0] + str(letter.message())


def test_says_who_wrote_and_nothing_of_what(told, ben):
    [letter] = deliver()

    assert letter.to == [ben.email]
    assert letter.subject == "You have a message from Ada Tidewater"
    assert told.get_absolute_url() in letter.body
    assert told.get_absolute_url() in letter.alternatives[0][0]
    assert "canary" not in everything_in(letter)
    assert "List-Unsubscribe" in letter.extra_headers


def test_a_stranger_and_a_company_are_not_named(ben, ada, make_member):
    cara, dora = make_member(display_name="Cara Reed"), make_member(display_name="Dora Quill")
    start_conversation(by=cara, to=[dora], body=CANARY)
    make_talk(ada, ben, cara, body=CANARY)
    settle()

    subjects = {letter.to[0]: letter.subject for letter in deliver()}

    assert subjects == {
        dora.email: "A member would like to write to you",
        ben.email: "You have a message from a member",
        cara.email: "You have a message from a member",
    }
    for letter in mail.outbox:
        words = everything_in(letter).replace("Hello Cara Reed,", "")
        assert not [name for name in ("canary", "Cara R", "Ada T") if name in words]


def test_waits_two_minutes(told):
    assert not deliver_next()
    wait = Letter.objects.get().due_at - timezone.now()
    assert timedelta(seconds=100) < wait <= timedelta(minutes=2)


@pytest.mark.parametrize(
    "what",
    ["read", "muted", "archived", "muted by seat", "put away by seat", "left", "blocked",
     "blocked by", "silenced", "taken back", "opted out", "closed"],
)  # fmt: skip
def test_is_not_sent_when_there_is_nothing_to_say_any_more(what, told, ada, ben):
    meanwhile = {
        "read": lambda: read(told, ben),
        "muted": lambda: set_muted(told, by=ben, muted=True),
        "archived": lambda: archive(told, by=ben),
        "muted by seat": lambda: told.seats.filter(member=ben).update(is_muted=True),
        "put away by seat": lambda: told.seats.filter(member=ben).update(archived_at=timezone.now()),
        "left": lambda: leave(told, by=ben),
        "blocked": lambda: block(ben, other=ada),
        "blocked by": lambda: block(ada, other=ben),
        "silenced": lambda: mute(ben, other=ada),
        "taken back": lambda: take_back_line(told.lines.latest("number"), by=ada),
        "opted out": lambda: choose_letters(ben, kind=Kind.MESSAGE, wanted=False),
        "closed": lambda: Member.objects.filter(pk=ben.pk).update(is_active=False),
    }  # fmt: skip
    meanwhile[what]()

    assert deliver() == []
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_a_declined_request_is_not_announced_and_an_accepted_one_has_a_name(make_member):
    cara, dora, emre = (make_member(display_name=name) for name in ("Cara", "Dora", "Emre"))
    rooms = [start_conversation(by=cara, to=[other], body="Hello") for other in (dora, emre)]
    settle()

    decline(rooms[0], by=dora)
    accept(rooms[1], by=emre)

    assert [letter.subject for letter in deliver()] == ["You have a message from Cara"]


def test_who_read_and_is_written_to_again_gets_one_letter(told, ada, ben):
    read(told, ben)
    say(told, by=ada, body="One more thing")
    say(told, by=ada, body="And another")
    settle()

    assert Letter.objects.count() == 2
    assert len(deliver()) == 1


def test_one_letter_until_the_conversation_was_read(told, ada, ben):
    for words in ("Two", "Three"):
        deliver()
        say(told, by=ada, body=words)
        settle()
    assert len(deliver()) == 1

    read(told, ben)
    say(told, by=ada, body="Four")
    settle()

    assert len(deliver()) == 2


def test_letters_about_messages_can_be_stopped_and_the_page_keeps_its_count(client, talk, ben):
    settle()
    client.force_login(ben)
    page = client.get("/notifications/")
    assert "a letter when somebody writes to you" in page.text

    client.post("/notifications/-/letters/", {"kind": "message", "wanted": "0"})

    assert MailOptOut.objects.get().kind == Kind.MESSAGE
    assert deliver() == []
    assert client.get("/notifications/").context["unread_messages"] == 1
