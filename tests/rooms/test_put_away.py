"""A line that a moderator put out of sight, without having read the room."""

import pytest
from django.urls import reverse

from groups.rooms.actions import put_line_away, report_line, say, say_in_room, show_line_again
from groups.rooms.models import Line
from moderation.actions import open_excerpt
from moderation.models import ReviewItem
from moderation.registry import content_of
from peersupport import privacy
from peersupport.core.exceptions import Refused
from tests.conftest import SignedIn

CANARY = "Zilpzalp"


@pytest.fixture
def line(talk, ada):
    return say(talk, by=ada, body=f"{CANARY} sings.")


def test_a_private_line_is_read_nowhere_while_it_is_away(client, line, talk, ada, ben, moderator):
    thread, room = talk.get_absolute_url(), line.room_id
    edit = reverse("rooms:line_edit", args=[room, line.number])
    reads = [
        "/messages/", thread, f"{thread}lines/?after=0&changed=0", f"{thread}?quote={line.number}",
        edit,
    ]  # fmt: skip
    client.force_login(ben)
    other = SignedIn()
    other.force_login(ada)
    assert CANARY in client.get(thread).text
    assert CANARY in other.get(edit).text
    assert CANARY in str({table.name: table.rows for table in privacy.tables_of(ben)})

    facts = put_line_away(line, by=moderator)

    for reader in (client, other):
        assert [page for page in reads if CANARY in reader.get(page).text] == []
    assert "Hidden by a moderator." in client.get(thread).text
    search = client.post(f"{thread}-/search/", {"q": CANARY}, follow=True)
    assert "sings" not in search.text
    changed = client.get(f"{thread}lines/?after={line.number}&changed=0").text
    assert "Hidden by a moderator." in changed  # pages that are open learn of it
    assert CANARY not in str({table.name: table.rows for table in privacy.tables_of(ben)})
    show_line_again(line, facts, by=moderator)
    assert CANARY in client.get(thread).text


def test_a_line_that_is_gone_already_is_left_as_it_is(line, moderator):
    facts = put_line_away(line, by=moderator)
    with pytest.raises(Refused):
        put_line_away(line, by=moderator)
    Line.objects.filter(pk=line.pk).update(standing=Line.Standing.DELETED)

    assert show_line_again(line, facts, by=moderator).standing == Line.Standing.DELETED


def test_only_an_excerpt_tells_of_it(line, ben, talk, moderator):
    report_line(line, by=ben, reason="unkind")

    assert content_of(line).by_excerpt
    assert content_of(line).context_of(line) == []


def test_who_moderates_inside_a_group_opens_the_excerpts_of_its_room_alone(
    room, line, ada, ben, cara, make_member
):
    said = say_in_room(room, by=cara, body="In the group.")
    inside = report_line(said, by=ben, reason="unkind")
    private = report_line(line, by=ben, reason="unkind")
    assert ReviewItem.objects.get(pk=inside.item_id).place == room.group

    assert [each.text for each in open_excerpt(inside, by=ada)] == ["In the group."]
    for report, person in ((private, ada), (inside, ben), (inside, make_member())):
        with pytest.raises(Refused):
            open_excerpt(report, by=person)
