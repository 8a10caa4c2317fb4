"""Keys: rotated while people write, lost, destroyed; and words that were put elsewhere."""

import threading

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction

from groups.actions import found
from groups.rooms.actions import (
    change_line,
    keep_draft,
    leave,
    mark_read,
    report_line,
    reseal_keys,
    say,
    say_in_room,
    take_back_line,
)
from groups.rooms.models import Line, Room, RoomKey, Seat
from moderation.actions import open_excerpt
from moderation.models import ReportedExcerpt
from peersupport.core.encryption import Unreadable, new_key, read_ring
from peersupport.core.exceptions import Refused

from .conftest import make_talk


def fresh(line):
    """As a page finds it, with its room and the room's key."""
    return Line.objects.select_related("room__key").get(pk=line.pk)


@pytest.fixture
def other(ada, make_member, db):
    return make_talk(ada, make_member(), body="Another conversation.")


# ── where words open ────────────────────────────────────────────────────────────────────────
def test_words_open_in_their_own_room_row_and_column_alone(talk, other, ada):
    line, same_room = talk.lines.get(), say(talk, by=ada, body="A second line.")
    elsewhere = other.lines.get()
    words, html = bytes(line.sealed_body), bytes(line.sealed_html)
    key = bytes(RoomKey.objects.get(room=talk.pk).sealed)

    for row, column, put in [
        (same_room, "sealed_body", words), (elsewhere, "sealed_body", words),
        (line, "sealed_body", html), (line, "sealed_html", words),
    ]:  # fmt: skip
        Line.objects.filter(pk=row.pk).update(**{column: put})
        with pytest.raises(Unreadable, match="another row"):
            getattr(fresh(row), column.removeprefix("sealed_"))
        Line.objects.filter(pk=row.pk).update(**{column: getattr(row, column)})
    RoomKey.objects.filter(room=other.pk).update(sealed=key)
    with pytest.raises(Unreadable, match="another row"):
        _ = fresh(elsewhere).body
    assert fresh(line).body == "Hello from the other side of the hall."


def test_a_draft_opens_in_its_own_seat_alone(talk, ada, ben):
    seat = keep_draft(talk, by=ada, body="Not said yet.")
    Seat.objects.filter(room=talk, member=ben).update(sealed_draft=bytes(seat.sealed_draft))

    with pytest.raises(Unreadable):
        _ = Seat.objects.get(room=talk, member=ben).draft


# ── rotation ────────────────────────────────────────────────────────────────────────────────
def test_rotation_seals_the_keys_anew_and_leaves_the_words(talk, other, ada, settings, moderator):
    made = report_line(talk.lines.get(), by=ada, reason="other")
    words = list(Line.objects.order_by("pk").values_list("sealed_body", flat=True))
    newer = read_ring(f"2:{new_key()}")
    settings.FIELD_KEYS = settings.FIELD_KEYS | newer

    assert (reseal_keys(most=1), reseal_keys(), reseal_keys()) == (1, 1, 0)
    call_command("rotate_keys", verbosity=0)

    settings.FIELD_KEYS = newer  # the old one may go
    assert list(Line.objects.order_by("pk").values_list("sealed_body", flat=True)) == words
    assert fresh(other.lines.get()).body == "Another conversation."
    assert open_excerpt(made, by=moderator)[0].text == "Hello from the other side of the hall."


def test_rotation_while_people_write_loses_nothing(committed, ada, ben, make_member, settings):
    rooms = [make_talk(ada, ben), make_talk(ada, make_member(tier=3))]
    said, failed, done = [], [], threading.Event()

    def write():
        try:
            while not done.is_set() or len(said) < 4:
                for room in rooms:
                    Line.objects.filter(author=ada).update(sent_at="2020-01-01T00:00Z")  # no haste
                    words = f"Line {len(said)}"
                    said.append((say(room, by=ada, body=words).pk, words))
        except Exception as error:  # shown by the assertion below
            failed.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(2, 12):
        settings.FIELD_KEYS = dict(settings.FIELD_KEYS) | read_ring(f"{number}:{new_key()}")
        call_command("rotate_keys", verbosity=0)
    done.set()
    writer.join(timeout=60)
    call_command("rotate_keys", verbosity=0)

    settings.FIELD_KEYS = {number: settings.FIELD_KEYS[number]}  # the others may go
    assert failed == []
    assert len(said) >= 4
    found = {line.pk: line.body for line in Line.objects.select_related("room__key")}
    assert [found[pk] for pk, _words in said] == [words for _pk, words in said]


# ── a key that is gone ──────────────────────────────────────────────────────────────────────
@pytest.fixture(params=["destroyed", "not in the ring"])
def without_key(request, talk, ada, settings):
    """Ada's conversation with Ben, with a line of each, of which nobody can read a word."""
    say(talk, by=ada, body="One more.")
    if request.param == "destroyed":
        RoomKey.objects.all().delete()
    else:
        settings.FIELD_KEYS = read_ring(f"9:{new_key()}")
    return Room.objects.with_key().get(pk=talk.pk)


def test_rows_and_actions_say_that_they_cannot_be_read(without_key, ada, ben):
    line = fresh(without_key.lines.last())
    for ask in (
        lambda: without_key.data_key,
        lambda: Room.objects.get(pk=without_key.pk).data_key,
        lambda: line.body,
        lambda: line.html,
        lambda: line.excerpt,
        lambda: say(without_key, by=ben, body="Hello?"),
        lambda: change_line(line, by=ada, body="Other words"),
        lambda: keep_draft(without_key, by=ben, body="Hello?"),
    ):
        with pytest.raises(Unreadable), transaction.atomic():
            ask()
    assert without_key.lines.count() == 2


def test_every_page_says_so_and_none_breaks(without_key, ada, client):
    client.force_login(ada)
    thread, line = without_key.get_absolute_url(), without_key.lines.last()
    here = f"/rooms/{without_key.pk}/{line.number}/-"
    words = {"body": "Hello?", "save_draft": "1"}

    for address in ("/messages/", thread, f"{thread}lines/?after=0&changed=0", f"{thread}?quote=1",
                    f"{here}/report/"):  # fmt: skip
        page = client.get(address)
        assert (page.status_code, "cannot be opened" in page.text) == (200, True), address
    for address, data in [
        (f"{thread}-/say/", {"body": "Hello?"}), (f"{thread}-/say/", words),
        (f"{thread}-/search/", {"q": "more"}), (f"{here}/edit/", {"body": "Other"}),
        (f"{here}/report/", {"reason": "other"}),
    ]:  # fmt: skip
        page = client.post(address, data, follow=True)
        assert page.status_code in {200, 404, 422}, address
    assert without_key.lines.count() == 2


def test_a_groups_room_says_so_too(ada, client, settings):
    group = found(founder=ada, name="Tea", norms="Be kind.", purpose="Company.")
    client.force_login(ada)
    address = f"/groups/{group.slug}/chat/"
    client.get(address)
    room = Room.objects.get(group=group)
    say_in_room(room, by=ada, body="Tea is ready.")
    RoomKey.objects.all().delete()

    here = room.get_absolute_url()
    for page in (client.get(here), client.get(f"{here}lines/?after=0&changed=0&bar=")):
        assert (page.status_code, "cannot be opened" in page.text) == (200, True)
    assert client.post(f"{here}-/say/", {"body": "Hello?"}).status_code == 422
    assert client.post(f"/rooms/{room.pk}/1/-/hide/", {"reason": "Loud."}).status_code == 302


def test_what_needs_no_words_goes_on(without_key, ada, ben):
    seat = Seat.objects.select_related("room").get(room=without_key, member=ben)

    assert mark_read(seat, number=2)
    assert take_back_line(without_key.lines.last(), by=ada).is_gone
    leave(without_key, by=ada)
    leave(without_key, by=ben)

    assert not Room.objects.exists()


def test_a_check_names_keys_that_rows_need(talk, ada, settings):
    report_line(talk.lines.get(), by=ada, reason="other")
    found = run_checks(tags=["database"], databases=["default"])
    assert [each.id for each in found if each.id in {"commonroom.W001", "commonroom.W002"}] == []
    settings.FIELD_KEYS = read_ring(f"9:{new_key()}")

    found = run_checks(tags=["database"], databases=["default"])

    said = [each.msg for each in found if each.id == "commonroom.W001"]
    assert any("no key 1, which 1 rows of rooms.RoomKey" in words for words in said)
    assert any("of moderation.ReportedExcerpt" in words for words in said)
    RoomKey.objects.all().delete()
    found = run_checks(tags=["database"], databases=["default"])
    assert "commonroom.W002" in {each.id for each in found}


def test_an_excerpt_that_no_key_opens_is_refused_in_words(talk, ada, moderator, other, settings):
    made = report_line(talk.lines.get(), by=ada, reason="other")
    second = report_line(other.lines.get(), by=ada, reason="other")
    sealed = bytes(ReportedExcerpt.objects.get(report=second).sealed)
    ReportedExcerpt.objects.filter(report=made).update(sealed=sealed)  # of another report

    with pytest.raises(Refused, match="its key is gone"):
        open_excerpt(made, by=moderator)
