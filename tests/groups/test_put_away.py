"""A group whose words a moderator hid from everybody outside it."""

import pytest

from groups.actions import ask_to_edit, invite, put_group_away, show_group_again
from groups.models import Group, Invitation
from peersupport.core.exceptions import Refused
from peersupport.notifications.models import Notice
from peersupport.reactions import settle


def test_nobody_outside_finds_it_and_its_members_lose_nothing(
    client, group, let_in, facilitator, stranger, moderator
):
    member = let_in(group)
    invite(group, by=facilitator)
    put_group_away(group, by=moderator)
    settle()

    for person in (stranger, moderator):
        client.force_login(person)
        assert group.name not in client.get("/groups/").text
        assert client.get(group.get_absolute_url()).status_code == 404
    assert not Invitation.objects.usable().exists()
    client.force_login(member)
    page = client.get(group.get_absolute_url())
    assert page.status_code == 200
    assert "A moderator hid this group from people outside it." in page.text
    told = Notice.objects.filter(activity__verb="groups.put_away")
    assert [notice.recipient for notice in told] == [facilitator]

    show_group_again(group, by=moderator)
    client.force_login(stranger)
    assert client.get(group.get_absolute_url()).status_code == 200


def test_it_is_hidden_once(group, moderator):
    put_group_away(group, by=moderator)
    with pytest.raises(Refused):
        put_group_away(group, by=moderator)
    assert Group.objects.get().is_gone


def test_who_looks_after_it_is_asked_to_edit_it(client, group, facilitator, moderator):
    ask_to_edit(group, by=moderator)
    settle()

    client.force_login(facilitator)
    assert "asks you to change what" in client.get("/notifications/").text
