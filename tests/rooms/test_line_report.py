"""Reporting what somebody said: staff get five lines of it at most, once, and nobody is told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.actions import found, join
from groups.rooms.actions import decline, leave, new_room, report_line, say, start_conversation
from groups.rooms.models import Line, Room, Seat
from moderation.actions import open_excerpt
from moderation.models import Report, ReportedExcerpt
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member, Role
from peersupport.notifications.models import Letter, Notice
from peersupport.reactions import settle
from tests.conftest import close_report, with_factor

from .conftest import make_talk

pytestmark = pytest.mark.django_db


def address(line, number=None):
    return reverse("rooms:line_report", args=[line.room_id, number or line.number])


@pytest.fixture
def lines(talk, ada, ben):
    """Nine of a conversation: Hello, One … Eight."""
    for number, words in enumerate(
        ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"]
    ):
        say(talk, by=ben if number % 2 else ada, body=words)
    return list(talk.lines.order_by("number"))


@pytest.fixture
def read(moderator):
    """What the moderator reads of a report."""
    return lambda report: [line.text for line in open_excerpt(report, by=moderator)]


# ── the page ────────────────────────────────────────────────────────────────────────────────
def test_shows_what_staff_will_see_and_leads_to_the_receipt(client, lines, ben):
    client.force_login(ben)
    text = client.get(address(lines[4])).text
    shown = [w for w in ["One", "Two", "Three", "Four", "Five", "Six", "Seven"] if f">{w}<" in text]
    assert shown == ["Two", "Three", "Four", "Five", "Six"]

    assert client.post(address(lines[4]), {"reason": "", "note": "Typed."}).status_code == 422
    sent = {"reason": "unkind", "note": "Since Monday.", "send": "1"}
    second = client.post(address(lines[4]), {"reason": "unkind", "note": "Since Monday."})
    assert "Step 2 of 2" in second.text
    assert ">Five<" in second.text
    response = client.post(address(lines[4]), sent)

    report = Report.objects.get()
    assert response.url == report.get_absolute_url()
    assert (report.reporter, report.target, report.note) == (ben, lines[4], "Since Monday.")
    assert "two before and two after it" in client.get(response.url).text


def test_does_not_exist_for_whoever_cannot_read_the_line(
    client, lines, talk, ada, ben, make_member, moderator, administrator
):
    asked = start_conversation(by=ben, to=[make_member()], body="Hello?")
    gone = asked.seats.exclude(member=ben).get().member
    decline(asked, by=gone)
    three = make_talk(ada, ben, make_member(), body="Three of us")
    leave(three, by=ben)
    for member, line in [
        (moderator, lines[0]), (administrator, lines[0]), (make_member(), lines[0]),
        (gone, asked.lines.get()), (ben, three.lines.first()),
    ]:  # fmt: skip
        client.force_login(member)
        assert client.get(address(line)).status_code == 404
        assert client.post(address(line), {"reason": "spam", "send": "1"}).status_code == 404
    client.force_login(ada)
    for number in (99, 10**30):
        assert client.get(address(lines[0], number)).status_code == 404
    assert client.get(address(three.lines.get(kind="left"))).status_code == 404
    assert not Report.objects.exists()


def test_the_page_about_posts_does_not_know_lines(client, lines, ben, administrator):
    for member in (ben, administrator):
        client.force_login(member)
        page = reverse("moderation:report_new", args=["rooms.line", lines[0].pk])
        assert client.get(page).status_code == 404
        assert client.post(page, {"reason": "spam", "send": "1"}).status_code == 404


def test_whoever_is_reported_is_not_told_by_anything(client, lines, talk, ada, ben):
    settle()
    client.force_login(ada)
    page = client.get(talk.get_absolute_url()).text
    before = [Notice.objects.count(), Letter.objects.count()]

    report_line(lines[1], by=ben, reason="unkind", note="About Ada.")
    settle()

    assert [Notice.objects.count(), Letter.objects.count()] == before
    after = client.get(talk.get_absolute_url()).text
    assert (after.count("eport"), after.count("<li")) == (page.count("eport"), page.count("<li"))
    assert talk.lines.count() == 9


# ── what it brings along ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "Hello One Two"), (2, "Hello One Two Three"), (5, "Two Three Four Five Six"),
     (8, "Five Six Seven Eight"), (9, "Six Seven Eight")],
)  # fmt: skip
def test_two_before_and_two_after_also_where_it_begins_and_ends(lines, ben, read, number, words):
    found = read(report_line(lines[number - 1], by=ben, reason="other"))

    assert [text.split()[0] for text in found] == words.split()


def test_nothing_from_before_the_reporter_came(lines, talk, make_member, read):
    cara = make_member()
    Seat.objects.create(room=talk, member=cara, first_number=5)

    assert read(report_line(lines[4], by=cara, reason="other")) == ["Four", "Five", "Six"]
    assert read(report_line(lines[5], by=cara, reason="other")) == ["Four", "Five", "Six", "Seven"]
    with pytest.raises(Refused):
        report_line(lines[3], by=cara, reason="other")


def test_of_a_request_only_its_first_line(ben, make_member, read):
    cara = make_member()
    room = start_conversation(by=ben, to=[cara], body="Would you like to talk?")
    line = room.lines.get()
    Line.objects.create(room=room, number=2, author=ben)

    assert read(report_line(line, by=cara, reason="spam")) == ["Would you like to talk?"]


def test_what_is_deleted_later_stays_in_it_and_what_was_before_is_not(lines, talk, ada, ben, read):
    Line.objects.filter(pk=lines[3].pk).update(standing="deleted")
    Line.objects.filter(pk=lines[5].pk).update(hidden_at=timezone.now())
    report = report_line(lines[4], by=ben, reason="other")

    Line.objects.filter(room=talk).update(standing="deleted", sealed_body=b"", sealed_html=b"")

    assert read(report) == ["One", "Two", "Four", "Six", "Seven"]
    with pytest.raises(Refused):
        report_line(lines[3], by=ben, reason="other")
    Room.objects.filter(pk=talk.pk).delete()
    assert read(report) == ["One", "Two", "Four", "Six", "Seven"]


def test_a_second_report_adds_to_the_first_and_brings_no_more(lines, ada, ben, read):
    first = report_line(lines[8], by=ben, reason="other", note="One.")
    say(lines[8].room, by=ada, body="Nine")

    second = report_line(lines[8], by=ben, reason="other", note="Two.")

    assert (second, second.note) == (first, "One.\n\nTwo.")
    assert read(second) == ["Six", "Seven", "Eight"]
    close_report(first, by=ada)
    assert read(report_line(lines[8], by=ben, reason="other"))[-1] == "Nine"
    assert ReportedExcerpt.objects.count() == 2


def test_no_table_holds_its_words(lines, ben):
    report_line(lines[4], by=ben, reason="other")

    assert b"Four" not in bytes(ReportedExcerpt.objects.get().sealed)


def test_a_moderator_does_not_open_a_conversation_of_their_own(lines, talk, ada, ben):
    Member.objects.filter(pk=ada.pk).update(role=Role.MODERATOR)
    report = report_line(lines[1], by=ben, reason="unkind")

    with pytest.raises(Refused, match="no part in it"):
        open_excerpt(report, by=with_factor(Member.objects.get(pk=ada.pk)))


def test_in_a_groups_room_members_report_and_others_find_nothing(ada, ben, read, client):
    group = found(founder=ada, name="Tea", norms="Be kind.", purpose="Company.")
    room = new_room(group=group, name="Tea room")
    line = Line(room=room, number=1, author=ada)
    line.sealed_body = room.data_key.seal("Tea at four", bound_to=line.bound_to("body"))
    line.save()
    with pytest.raises(Refused):
        report_line(line, by=ben, reason="other")
    join(group, member=ben, norms_version=1)

    assert read(report_line(line, by=ben, reason="other")) == ["Tea at four"]
