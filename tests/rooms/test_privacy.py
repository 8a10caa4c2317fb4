"""What a member takes along of conversations, what stays of them there, and how long things stay."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from groups.actions import found, join
from groups.resources.actions import Chosen
from groups.resources.models import Attachment
from groups.rooms.actions import keep_draft, leave, new_room, say, start_conversation
from groups.rooms.models import Addition, Line, LineReaction, Room, RoomKey, Seat
from peersupport import privacy
from peersupport.invariants import broken_invariants, repair
from peersupport.members.models import Erasure, Member

from .conftest import make_talk

pytestmark = [pytest.mark.privacy, pytest.mark.django_db]


def ago(days):
    return timezone.now() - timedelta(days=days)


def said_in(room):
    """Who said what, as whoever is there reads it."""
    lines = Line.objects.filter(room=room.pk, kind="said").select_related("room__key", "author")
    return [(line.author.display_name, line.body) for line in lines.order_by("number")]


@pytest.fixture
def circle(ada, ben):
    """A room of a group in which both are."""
    group = found(founder=ada, name="Tea", norms="Be kind.", purpose="Company.")
    join(group, member=ben, norms_version=1)
    return new_room(group=group, name="Tea room", days_kept=10)


def in_room(room, author, body="Words", days=0, number=None):
    """A line of a group's room, some days old."""
    number = number or room.last_number + 1
    Room.objects.filter(pk=room.pk).update(last_number=number)
    room.last_number = number
    line = Line(room=room, number=number, author=author, sent_at=ago(days))
    line.sealed_body = room.data_key.seal(body, bound_to=line.bound_to("body"))
    line.sealed_html = room.data_key.seal(f"<p>{body}</p>", bound_to=line.bound_to("html"))
    line.save()
    return line


# ── a copy ──────────────────────────────────────────────────────────────────────────────────
def test_a_copy_holds_ones_own_words_and_those_said_to_one_and_no_keys(talk, ada, ben, make_member):
    say(talk, by=ben, body="What Ben said.")
    keep_draft(talk, by=ada, body="Not said yet.")
    left = make_talk(ada, make_member(), body="Said before she left.")
    other = make_talk(ben, make_member(tier=3), body="Not for Ada.")
    say(left, by=left.seats.exclude(member=ada).get().member, body="Gone with the seat.")
    leave(left, by=ada)

    tables = {table.name: table.rows for table in privacy.tables_of(ada)}

    own = [row["body"] for row in tables["rooms-line"] if row["body"]]
    assert own == ["Hello from the other side of the hall.", "Said before she left."]
    heard = [(row["said_by"], row["body"]) for row in tables["rooms-heard"]]
    assert heard == [("Ben Lantern", "What Ben said.")]
    assert "Not said yet." in {row["draft"] for row in tables["rooms-seat"]}
    everything = str(tables)
    for room in (talk, other):
        assert str(bytes(RoomKey.objects.get(room=room).sealed)) not in everything
    assert "Not for Ada." not in everything


def test_a_copy_is_made_where_a_key_is_gone(talk, ada):
    RoomKey.objects.all().delete()

    tables = {table.name: table.rows for table in privacy.tables_of(ada)}

    assert [row["body"] for row in tables["rooms-line"]] == [None]


# ── being forgotten ─────────────────────────────────────────────────────────────────────────
def test_lines_stay_for_the_others_under_a_former_member_of_each_room(
    ada, ben, circle, make_member
):
    two = make_talk(ada, ben, body="I am Ada Tidewater, @ada.")
    three = make_talk(ada, ben, make_member(), body="To both of you.")
    in_room(circle, ada, "Tea is ready, says Ada Tidewater.")
    say(two, by=ben, body="Ada Tidewater, is that @ada?")
    before = bytes(Line.objects.get(room=two, author=ada).sealed_body)

    counts = privacy.forget(ada, choice="anonymise")

    assert said_in(two) == [
        ("Former member", "I am Former member, Former member."),
        ("Ben Lantern", "Ada Tidewater, is that Former member?"),
    ]
    assert said_in(three) == [("Former member", "To both of you.")]
    assert said_in(circle) == [("Former member", "Tea is ready, says Former member.")]
    for line in Line.objects.select_related("room__key"):
        assert "/members/ada" not in line.html
    labels = {line.author_id for line in Line.objects.exclude(author=ben)}
    assert len(labels) == 3
    assert bytes(Line.objects.get(room=two, number=1).sealed_body) != before
    assert set(two.lines.values_list("change_number", flat=True)) == {1}  # for pages that are open
    assert (counts["messages"], Room.objects.filter(pair=None).count()) == (3, 3)
    seat = Seat.objects.exclude(member=ben).get(room=two)
    assert (seat.state, seat.member.display_name) == ("left", "Former member")
    assert list(broken_invariants()) == []


def test_who_chose_to_remove_their_words_leaves_none(talk, ada, ben, make_file):
    row = make_file(owner=ada)
    say(talk, by=ada, body="With a file.", files=[Chosen(row.uuid, "")])
    say(talk, by=ben, body="What Ben said.")

    privacy.forget(ada, choice="remove")

    assert [body for _name, body in said_in(talk)] == ["", "", "What Ben said."]
    gone = Line.objects.filter(room=talk).exclude(author=ben)
    assert {(line.standing, bytes(line.sealed_html), str(line.files)) for line in gone} == {
        ("deleted", b"", "[]")
    }
    assert not Attachment.objects.exists()
    assert list(broken_invariants()) == []


def test_a_conversation_in_which_nobody_is_left_goes_with_its_key(ada, ben, make_member):
    make_talk(ada, ben)
    start_conversation(by=ben, to=[make_member()], body="Never answered.")
    privacy.forget(ada, choice="anonymise")
    assert Room.objects.count() == 2

    privacy.forget(ben, choice="anonymise")

    assert (Room.objects.count(), RoomKey.objects.count(), Line.objects.count()) == (0, 0, 0)


def test_reactions_drafts_and_questions_of_theirs_go(talk, ada, ben, circle):
    line = in_room(circle, ben)
    for member in (ada, ben):
        LineReaction.objects.create(line=line, member=member, kind="helpful")
    Line.objects.filter(pk=line.pk).update(reaction_counts={"helpful": 2})
    keep_draft(talk, by=ada, body="Not said yet.")
    Addition.objects.create(room=talk, member=circle.group.founded_by, asked_by=ben)
    waits = Addition.objects.create(room=talk, member=ben, asked_by=ben)

    privacy.forget(ada, choice="anonymise")

    line.refresh_from_db()
    assert line.reaction_counts == {"helpful": 1}
    assert not Seat.objects.exclude(sealed_draft=b"").exists()
    assert Addition.objects.get() == waits
    assert Addition.objects.get().closed_at  # nobody is there any more to answer it


def test_a_line_that_arrives_a_moment_later_goes_as_well(talk, ada, ben):
    erasure = Erasure.objects.create(member=ada, choice="remove", done_at=timezone.now())
    privacy.forget(ada, choice="remove")
    in_room(talk, Member.objects.get(pk=ada.pk), "Late.", number=9)

    privacy.carry_out_erasures()

    assert [body for _name, body in said_in(talk)] == ["", ""]
    assert erasure.member_id not in set(Line.objects.values_list("author", flat=True))


def test_words_that_no_key_opens_do_not_keep_anybody(talk, ada, ben):
    RoomKey.objects.all().delete()

    privacy.forget(ada, choice="anonymise")

    assert bytes(Line.objects.get().sealed_body) == b""
    assert Line.objects.get().author.display_name == "Former member"


# ── how long ────────────────────────────────────────────────────────────────────────────────
def test_each_thing_goes_when_its_rule_says_and_not_before(ada, ben, circle, make_member, capsys):
    old, young = make_talk(ada, ben), make_talk(ada, make_member())
    Room.objects.filter(pk=old.pk).update(last_line_at=ago(731))
    Room.objects.filter(pk=young.pk).update(last_line_at=ago(729))
    long = new_room(group=circle.group, days_kept=40)
    kept = [in_room(circle, ada, days=9), in_room(long, ada, days=39)]
    gone = [in_room(circle, ada, days=11), in_room(long, ada, days=41)]
    LineReaction.objects.create(line=gone[0], member=ben, kind="helpful")
    keep_draft(young, by=ada, body="Begun.")
    Seat.objects.filter(room=young, member=ada).update(drafted_at=ago(91))
    Addition.objects.create(room=young, member=ben, asked_by=ada, closed_at=ago(31))
    there, away = (
        Seat.objects.create(room=circle, member=member, since=ago(2))
        for member in (ben, make_member())
    )

    call_command("apply_retention", dry_run=True)
    dry = {line.split()[0]: line.split()[2] for line in capsys.readouterr().out.splitlines()}
    assert RoomKey.objects.filter(room=old).exists()
    call_command("apply_retention")

    rules = ["conversations", "room-lines", "message-drafts", "room-seats", "additions"]
    assert {name: dry[name] for name in rules} == dict(zip(rules, "12111", strict=True))
    assert set(Room.objects.values_list("pk", flat=True)) == {young.pk, circle.pk, long.pk}
    assert not RoomKey.objects.filter(room=old).exists()
    assert list(Line.objects.filter(room__group__isnull=False).order_by("pk")) == kept
    assert bytes(Seat.objects.get(room=young, member=ada).sealed_draft) == b""
    assert Seat.objects.filter(pk=there.pk).exists()
    assert not Seat.objects.filter(pk=away.pk).exists()
    assert not Addition.objects.exists()
    circle.refresh_from_db()
    assert circle.last_number == 2  # a number that was given is not given again
    assert list(broken_invariants()) == []


def test_what_does_not_add_up_is_noticed_and_mended(talk, ada, ben, circle):
    line = in_room(circle, ada)
    Line.objects.filter(pk=line.pk).update(reaction_counts={"helpful": 3})
    Room.objects.filter(pk=circle.pk).update(last_number=0)
    Seat.objects.filter(room=talk, member=ben).update(read_number=7)
    RoomKey.objects.create(room_id=10**9, sealed=b"x")
    RoomKey.objects.filter(room=circle.pk).delete()

    found = dict(broken_invariants())
    for name in found:
        repair(name)

    assert found == dict.fromkeys(
        ["a room counts past its last line", "nobody has read further than a room goes",
         "a line counts its reactions", "a key belongs to a room", "every room has its key"], 1,
    )  # fmt: skip
    assert [name for name, _ in broken_invariants()] == ["every room has its key"]


def test_two_lives_end_one_after_the_other(ada, ben, make_member):
    """Ada and Ben talk, with others too; both leave the site; nothing of either is left."""
    cara = make_member(display_name="Cara Quickstep")
    two, all_three = make_talk(ada, ben), make_talk(ada, ben, cara)
    say(all_three, by=ben, body="I am here.")
    say(all_three, by=cara, body="And Cara.")
    unanswered = start_conversation(by=cara, to=[ben], body="Are you there?")

    privacy.forget(ada, choice="remove")
    privacy.forget(ben, choice="anonymise")

    assert set(Room.objects.values_list("pk", flat=True)) == {all_three.pk, unanswered.pk}
    assert not RoomKey.objects.filter(room=two.pk).exists()
    assert said_in(all_three) == [
        ("Former member", ""), ("Former member", "I am here."), ("Cara Quickstep", "And Cara.")
    ]  # fmt: skip
    assert not Seat.objects.filter(member__in=[ada, ben]).exists()
    assert list(broken_invariants()) == []
