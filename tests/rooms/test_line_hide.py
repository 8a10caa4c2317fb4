import pytest
from django.urls import reverse

from groups.rooms.actions import say_in_room
from groups.rooms.models import Line
from peersupport.notifications.models import Notice
from peersupport.reactions import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(room, ben):
    line = say_in_room(room, by=ben, body="My number is 0301.")
    return reverse("rooms:line_hide", args=[room.pk, line.number])


def test_a_host_hides_a_line_with_a_reason_and_shows_it_again(client, address, ada):
    client.force_login(ada)

    assert "0301" in client.get(address).text
    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "It shared a number."})
    line = Line.objects.get()
    assert (line.hidden_by, line.hidden_because) == (ada, "It shared a number.")

    client.post(address, {"show": "1"})
    assert Line.objects.get().hidden_at is None


def test_whose_line_it_was_is_told_where_to_read_why(client, address, ada, ben):
    client.force_login(ada)
    client.post(address, {"reason": "It shared a number."})
    settle()

    notice = Notice.objects.get(recipient=ben, kind="upkeep")
    client.force_login(ben)
    assert "A host hid a message of yours" in client.get(reverse("notifications:notice_list")).text
    where = client.get(reverse("notifications:notice_detail", args=[notice.pk])).url
    assert where.endswith("#line-1")


def test_members_hide_nothing_not_even_their_own(client, address, ben, cara):
    for member in (ben, cara):
        client.force_login(member)
        assert client.post(address, {"reason": "Mine."}).status_code == 404
    assert Line.objects.get().hidden_at is None


def test_lines_of_conversations_have_no_such_page(client, talk, ada):
    client.force_login(ada)

    assert client.get(reverse("rooms:line_hide", args=[talk.pk, 1])).status_code == 404
