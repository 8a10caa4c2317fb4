"""What people do in private conversations, and what the rules keep them from."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from groups.rooms import rules
from groups.rooms.actions import (
    accept,
    archive,
    change_line,
    decline,
    keep_draft,
    leave,
    say,
    start_conversation,
    take_back_line,
)
from groups.rooms.models import Line, Room, RoomKey, Seat
from groups.rooms.rules import Bar
from peersupport.activity.models import Activity
from peersupport.core.exceptions import Refused
from peersupport.members.actions import block
from peersupport.members.models import Member, Tier, WrittenBy
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle

from .conftest import make_talk

pytestmark = pytest.mark.django_db


def seat_of(room, member):
    return Seat.objects.select_related("room").get(room=room, member=member)


def test_what_is_said_is_sealed_and_opens_for_its_own_row_alone(talk, ada, ben):
    line = say(talk, by=ben, body="The *canary* sings at night.")

    line = Line.objects.select_related("room").get(pk=line.pk)
    assert b"canary" not in bytes(line.sealed_body) + bytes(line.sealed_html)
    assert line.body == "The *canary* sings at night."
    assert line.html == "<p>The <em>canary</em> sings at night.</p>\n"
    assert [each.number for each in talk.lines.all()] == [1, 2]


def test_two_who_talk_go_on_in_one_conversation(talk, ada, ben):
    again = start_conversation(by=ben, to=[ada], body="It is me again.")

    assert again == talk
    assert Room.objects.count() == 1


def test_sent_twice_is_said_once(talk, ada):
    token = uuid4()

    first = say(talk, by=ada, body="Once.", submit_token=token)
    second = say(talk, by=ada, body="Once.", submit_token=token)

    assert first == second
    assert talk.lines.count() == 2


def test_a_stranger_writes_one_line_until_the_other_accepts(ben, make_member):
    cara = make_member()
    room = start_conversation(by=ben, to=[cara], body="Would you like to swap notes?")

    with pytest.raises(Refused, match="once they have accepted"):
        say(room, by=ben, body="Hello?")
    with pytest.raises(Refused, match="Accept the request first"):
        say(room, by=cara, body="Who is this?")
    accept(room, by=cara)
    say(room, by=ben, body="Thank you.")

    assert room.lines.count() == 2


def test_who_declines_is_not_found_out(ben, make_member):
    cara = make_member()
    room = start_conversation(by=ben, to=[cara], body="Would you like to swap notes?")
    before = rules.bar_to_conversation(ben, Room.objects.get(), seat_of(room, ben))

    decline(room, by=cara)

    assert rules.bar_to_conversation(ben, Room.objects.get(), seat_of(room, ben)) == before
    assert before == Bar.WAITING
    assert not Room.objects.visible_to(cara).exists()


@pytest.mark.parametrize(
    ("tier", "written_by", "reached"),
    [(Tier.NEWCOMER, WrittenBy.EVERYONE, False), (Tier.MEMBER, WrittenBy.EVERYONE, True),
     (Tier.MEMBER, WrittenBy.GROUPS, False), (Tier.MEMBER, WrittenBy.STAFF, False)],
)  # fmt: skip
def test_who_may_write_is_the_readers_to_say(make_member, tier, written_by, reached):
    dora = make_member(tier=tier)
    cara = make_member(written_by=written_by)

    assert rules.reachable(Member.objects.filter(pk=cara.pk), by=dora).exists() is reached


def test_a_block_ends_new_lines_both_ways(talk, ada, ben):
    block(ben, other=ada)

    for member in (ada, ben):
        with pytest.raises(Refused, match="takes no new messages"):
            say(talk, by=member, body="Still there?")


def test_a_paused_member_reads_and_does_not_write(talk, ben):
    Member.objects.filter(pk=ben.pk).update(paused_until=timezone.now() + timedelta(days=1))
    ben.refresh_from_db()

    with pytest.raises(Refused, match="write again from"):
        say(talk, by=ben, body="Hello")
    assert Room.objects.visible_to(ben).get() == talk


def test_own_words_change_for_ten_minutes(talk, ada, ben):
    line = say(talk, by=ada, body="First")

    assert change_line(line, by=ada, body="Second").body == "Second"
    assert line.room.lines.get(pk=line.pk).edited_at
    with pytest.raises(Refused):
        change_line(line, by=ben, body="Mine now")
    Line.objects.filter(pk=line.pk).update(sent_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(Refused, match="ten minutes"):
        take_back_line(line, by=ada)


def test_deleted_words_are_nowhere(talk, ada):
    line = take_back_line(say(talk, by=ada, body="Oh no"), by=ada)

    line.refresh_from_db()
    assert (bytes(line.sealed_body), bytes(line.sealed_html)) == (b"", b"")
    assert line.is_gone


def test_who_leaves_reads_nothing_any_more_and_the_last_one_takes_all_along(talk, ada, ben):
    leave(talk, by=ada)

    assert not Line.objects.visible_to(ada).exists()
    assert Line.objects.visible_to(ben).count() == 2
    leave(talk, by=ben)
    assert (Room.objects.count(), RoomKey.objects.count(), Line.objects.count()) == (0, 0, 0)


def test_an_archived_conversation_comes_back_when_somebody_writes(talk, ada, ben):
    archive(talk, by=ben)

    say(talk, by=ada, body="Are you there?")

    assert not seat_of(talk, ben).is_archived


def test_a_draft_is_sealed_too(talk, ada):
    keep_draft(talk, by=ada, body="I wanted to say")

    seat = seat_of(talk, ada)
    assert seat.draft == "I wanted to say"
    assert b"wanted" not in bytes(seat.sealed_draft)


def test_somebody_hears_once_until_they_read(talk, ada, ben):
    settle()
    before = (
        Notice.objects.filter(recipient=ben).count(),
        Letter.objects.filter(recipient=ben).count(),
    )

    for words in ("One", "Two", "Three"):
        say(talk, by=ada, body=words)
    settle()

    assert before == (1, 1)
    assert Notice.objects.filter(recipient=ben).count() == 1
    assert Letter.objects.filter(recipient=ben).count() == 1


def test_the_log_holds_no_words(talk, ada):
    say(talk, by=ada, body="The canary sings.")

    assert "canary" not in str(list(Activity.objects.values()))


def test_a_conversation_has_eight_people_at_most(ada, make_member):
    with pytest.raises(Refused, match="room for 8 people"):
        start_conversation(by=ada, to=[make_member() for _ in range(8)], body="All of you")
    room = make_talk(ada, *[make_member() for _ in range(7)])
    assert room.seats.count() == 8
