import pytest
from django.urls import reverse

from peersupport.members.actions import block, mute
from peersupport.members.models import ConsentRecord, Purpose
from peersupport.members.rules import has_consented

PEOPLE = reverse("members:settings_people")


def test_keeps_who_may_write_and_whether_one_is_listed(client, stranger):
    client.force_login(stranger)
    assert (stranger.written_by, stranger.listed) == ("everyone", False)

    response = client.post(PEOPLE, {"written_by": "groups", "listed": "on"})

    stranger.refresh_from_db()
    assert response.url == PEOPLE
    assert (stranger.written_by, stranger.listed) == ("groups", True)
    assert client.post(PEOPLE, {"written_by": "my friends"}).status_code == 422
    client.post(PEOPLE, {"written_by": "staff"})
    stranger.refresh_from_db()
    assert (stranger.written_by, stranger.listed) == ("staff", False)


def test_to_be_listed_is_a_consent_said_here(client, stranger):
    client.force_login(stranger)
    form = {"written_by": "everyone"}

    client.post(PEOPLE, form | {"listed": "on"})
    assert has_consented(stranger, Purpose.DIRECTORY)
    client.post(PEOPLE, form | {"listed": "on"})
    client.post(PEOPLE, form)

    assert not has_consented(stranger, Purpose.DIRECTORY)
    assert ConsentRecord.objects.count() == 2  # what did not change was not said again


@pytest.mark.parametrize("people", [1, 5])
def test_lists_whom_one_keeps_away_from_and_nobody_who_keeps_away(
    client, stranger, make_member, people, django_assert_max_num_queries
):
    for number in range(people):
        block(stranger, other=make_member(display_name=f"Blocked {number}"))
        mute(stranger, other=make_member(display_name=f"Muted {number}"))
    block(make_member(display_name="Somebody hurt"), other=stranger)
    client.force_login(stranger)

    with django_assert_max_num_queries(5):
        text = client.get(PEOPLE).text

    assert (text.count("Unblock<"), text.count("Unmute<")) == (people, people)
    assert "Somebody hurt" not in text
