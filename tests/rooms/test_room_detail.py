from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.actions import archive, found
from groups.models import Group
from groups.rooms.actions import (
    hide_line,
    look_in,
    open_room,
    pause_person,
    react,
    say_in_room,
    set_pace,
    take_seat,
)
from groups.rooms.models import Line, Room, Seat
from peersupport.members.actions import block, mute
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle

pytestmark = pytest.mark.django_db


def page(client, member, room, query=""):
    client.force_login(member)
    return client.get(room.get_absolute_url() + query)


def say(room, by, *texts):
    return [say_in_room(room, by=by, body=text) for text in texts][-1]


def test_a_group_founded_long_ago_gets_its_room_at_the_first_visit(client, group, ben):
    client.force_login(ben)

    response = client.get(reverse("rooms:room_detail", args=[group.slug]))

    assert Room.objects.get().group == group
    assert "A hello is enough." in response.text
    assert 'aria-current="page">Chat</a>' in response.text


def test_a_founded_group_has_a_room_before_anybody_comes(group):
    settle()

    assert Room.objects.get().group == group


def test_the_page_takes_as_many_statements_for_one_line_as_for_many(
    client, room, ada, ben, cara, django_assert_max_num_queries
):
    def opened():
        client.get(room.get_absolute_url())  # what is new is remembered
        with django_assert_max_num_queries(12) as asked:
            client.get(room.get_absolute_url())
        return len(asked)

    client.force_login(ben)
    say(room, cara, "One")
    one = opened()
    for each in (ada, cara):
        line = say(room, each, "Two", "Three @ben", "Four", "Five")
        react(line, by=ben, kind="helpful")
    hide_line(say(room, cara, "Six"), by=ada, reason="Why.")

    assert opened() == one


def test_what_is_new_since_one_left_is_marked_once(client, room, ada, ben):
    say(room, ada, "Old")
    page(client, ben, room)
    say(room, ada, "New", "Newer")

    response = page(client, ben, room)

    assert "Since you left, 2 new" in response.text
    assert response.text.index("Old") < response.text.index('id="new"')
    assert "Since you left" not in page(client, ben, room).text


def test_who_comes_for_the_first_time_finds_nothing_marked_as_new(client, room, ada, ben):
    say(room, ada, "Old")

    response = page(client, ben, room)

    assert "Old" in response.text
    assert "Since you left" not in response.text


def test_lines_before_the_history_limit_are_not_shown(client, room, ada, ben):
    line = say(room, ada, "Long ago")
    Line.objects.filter(pk=line.pk).update(sent_at=timezone.now() - timedelta(days=31))

    for query in ("", "?before=2", "?quote=1"):
        assert "Long ago" not in page(client, ben, room, query).text


def test_a_closed_room_is_read_and_says_when_it_opens(client, room, ada, ben):
    say(room, ada, "Good night.")
    day = (timezone.now() - timedelta(days=2)).weekday()
    Room.objects.update(open_days=[day], opens_at=time(18), closes_at=time(22))

    response = page(client, ben, room)

    assert "Good night." in response.text
    assert "The room is closed for now. It opens again" in response.text
    assert 'name="body"' not in response.text


def test_without_a_host_one_reads(client, room, ada, ben):
    set_pace(room, by=ada, slow_seconds=0, needs_host=True)

    assert "when a host is present" in page(client, ben, room).text
    page(client, ada, room)  # a host who looks is there
    response = page(client, ben, room)

    assert 'name="body"' in response.text
    assert "Ada Tidewater" in response.text.partition("Hosts here now")[2]


def test_a_host_is_not_named_to_whom_they_keep_away_from(client, room, ada, ben):
    page(client, ada, room)
    block(ada, other=ben)

    response = page(client, ben, room)

    assert (
        "Ada Tidewater" not in response.text.partition("Hosts here now")[2].partition("</aside>")[0]
    )


def test_of_nobody_but_hosts_is_kept_that_they_were_here(client, room, ada, ben):
    page(client, ben, room)
    page(client, ada, room)

    assert Seat.objects.get(member=ben).seen_at is None
    assert Seat.objects.get(member=ada).seen_at


def test_slow_mode_is_explained_and_the_composer_stays(client, room, ada, ben):
    set_pace(room, by=ada, slow_seconds=60, needs_host=False)
    say(room, ben, "One")

    response = page(client, ben, room)

    assert "Each person can write once a minute" in response.text
    assert "You can write again in" in response.text
    assert 'name="body"' in response.text


def test_who_has_a_pause_reads_why(client, room, ada, ben):
    pause_person(room, member=ben, by=ada, reason="Let us breathe.")

    response = page(client, ben, room)

    assert "Let us breathe." in response.text
    assert 'name="body"' not in response.text


def test_a_hidden_line_is_read_by_its_author_and_hosts_alone(client, room, ada, ben, cara):
    line = hide_line(say(room, ben, "My number is 0301."), by=ada, reason="It shared a number.")

    others = page(client, cara, room).text
    assert "Ada Tidewater, host, hid this message" in others
    assert "It shared a number." in others
    assert "0301" not in others
    assert "0301" in page(client, ben, room).text
    assert "Show it again" in page(client, ada, room).text
    assert "0301" not in page(client, cara, room, f"?quote={line.number}").text


def test_hosts_find_their_controls_and_members_do_not(client, room, ada, ben):
    say(room, ben, "Hello")

    assert "Host controls" not in page(client, ben, room).text
    assert "Host controls" in page(client, ada, room).text


def test_an_archived_groups_chat_is_read(client, group, room, ada, ben):
    say(room, ada, "Goodbye.")
    archive(group, by=ada)

    response = page(client, ben, room)

    assert "Goodbye." in response.text
    assert 'name="body"' not in response.text
    assert "hx-trigger" not in response.text


def test_a_group_archived_before_there_were_rooms_has_an_empty_one(client, group, ada, ben):
    archive(group, by=ada)
    client.force_login(ben)

    response = client.get(reverse("rooms:room_detail", args=[group.slug]))

    assert "There is nothing here to read any more." in response.text


def test_without_a_script_the_page_refreshes_by_itself_if_one_wants(client, room, ben):
    assert 'href="?refresh=30"' in page(client, ben, room).text
    assert 'http-equiv="refresh"' not in page(client, ben, room).text

    response = page(client, ben, room, "?refresh=30")

    assert '<meta http-equiv="refresh" content="30">' in response.text
    assert 'name="body"' not in response.text  # what one typed would be lost


def test_several_rooms_are_listed(client, group, room, ada, ben):
    quiet = open_room(group, by=ada, name="Quiet room")

    assert "Quiet room" in page(client, ben, room).text
    rail = page(client, ben, quiet).text.partition("Rooms of this group")[2]
    assert rail.partition('aria-current="page"')[2].index("Quiet room") < rail.index("</nav>")


def test_a_room_belongs_to_its_own_group(client, room, ada, make_member):
    other = found(
        founder=ada, name="Others", purpose="We are.", norms="Be kind.", kind=Group.Kind.OPEN
    )

    client.force_login(ada)
    assert client.get(reverse("rooms:room_detail", args=[other.slug, room.pk])).status_code == 404


def test_who_was_blocked_is_folded(client, room, ada, ben, cara):
    say(room, cara, "Hello Ben.")
    block(ben, other=cara)

    assert "Messages by somebody you blocked." in page(client, ben, room).text


def test_a_mention_is_told_once_without_a_letter_and_read_with_the_line(client, room, ada, ben):
    settle()
    Notice.objects.all().delete()
    say(room, ada, "Are you there, @ben?")
    settle()

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.read_at) == (ben, "mention", None)
    assert not Letter.objects.filter(kind="mention").exists()
    client.force_login(ben)
    assert "in the chat of" in client.get(reverse("notifications:notice_list")).text
    take_seat(room, ben)
    Seat.objects.filter(member=ben).update(read_number=0)
    assert f'href="{ben.get_absolute_url()}"' in page(client, ben, room).text
    notice.refresh_from_db()
    assert notice.read_at


def test_mentions_respect_mute_blocks_and_the_edge_of_the_group(room, ada, ben, cara, make_member):
    make_member(handle="outside")
    settle()
    Notice.objects.all().delete()
    block(cara, other=ada)
    mute(ben, other=ada)

    line = say(room, ada, "@ben @cara @outside @ada")
    settle()

    assert not Notice.objects.exists()
    line.room = Room.objects.get()
    assert "cara" in line.html
    assert "/members/cara/" not in line.html
    assert "/members/outside/" not in line.html


def test_reading_never_goes_backwards(room, ada, ben):
    lines = [say(room, ada, text) for text in ("One", "Two")]
    seat = take_seat(room, ben)
    Seat.objects.update(read_number=0)
    seat.refresh_from_db()

    look_in(seat, lines=lines, as_host=False)
    look_in(seat, lines=lines[:1], as_host=False)

    seat.refresh_from_db()
    assert seat.read_number == 2
