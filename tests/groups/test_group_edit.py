import pytest
from django.urls import reverse

from forums.models import Category
from groups import actions
from groups.models import Group, Role

FACTS = {
    "name": "Loud maths", "purpose": "We sing.", "objectives": "Sing", "kind": "2", "size": "20",
    "interests": ["maths"], "languages": ["de"], "time_zone": "Asia/Kolkata", "icon": "moon",
    "hue": "4", "members_may_invite": "on",
}  # fmt: skip


def address(group):
    return group.place_url("group_edit")


def test_shows_what_the_group_says_of_itself(client, make_group, facilitator):
    group = make_group(objectives="Solve sheets", interests=["maths"])
    client.force_login(facilitator)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    for words in ('value="Quiet maths"', "We work in silence.", "Solve sheets", "checked",
                  group.place_url("group_archive")):  # fmt: skip
        assert words in response.text


def test_changes_it_and_keeps_its_address(client, group, facilitator, settle):
    client.force_login(facilitator)

    response = client.post(
        address(group), FACTS | {"slug": "mine", "state": "archived"}, follow=True
    )

    changed = Group.objects.get()
    settle()
    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "The group is changed." in response.text
    assert (changed.name, changed.purpose, changed.kind, changed.size) == (
        "Loud maths", "We sing.", Group.Kind.INVITATION, 20,
    )  # fmt: skip
    assert (changed.utc_offset, changed.hue, changed.icon) == (330, 4, "moon")
    assert (changed.slug, changed.state, changed.norms) == (group.slug, "running", group.norms)
    assert Category.objects.get(group=group).name == "Loud maths"


def test_more_places_let_in_who_waits(client, full, facilitator, let_in):
    waiting = let_in(full)
    client.force_login(facilitator)

    client.post(address(full), FACTS | {"size": "4"})

    assert full.memberships.filter(member=waiting).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter a name."),
        ({"purpose": "x" * 301}, "at most 300 characters"),
        ({"size": "2"}, "greater than or equal to 3"),
        ({"size": "501"}, "less than or equal to 500"),
        ({"size": "3"}, "4 people are in the group; it cannot have fewer places."),
        ({"kind": "9"}, "Select a valid choice."),
        ({"time_zone": "Mars/Base"}, "Select a valid choice."),
    ],
)
def test_says_what_is_to_be_mended_and_shows_the_group_as_it_is(
    client, group, facilitator, let_in, wrong, words
):
    for _person in range(3):
        let_in(group)
    client.force_login(facilitator)

    response = client.post(address(group), FACTS | {"objectives": "Kept as typed"} | wrong)

    group.refresh_from_db()
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert "Kept as typed" in response.text
    assert "<bdi>Quiet maths</bdi>" in response.text
    assert (group.name, group.objectives, group.size) == ("Quiet maths", "", 12)


def test_places_may_be_taken_while_one_makes_them_fewer(
    client, group, facilitator, let_in, meanwhile
):
    for _person in range(2):
        let_in(group)
    client.force_login(facilitator)

    with meanwhile(lambda: let_in(group)):
        response = client.post(address(group), FACTS | {"size": "3"})

    assert response.status_code == 422
    assert "4 people are in the group; it cannot have fewer places." in response.text


def test_who_handed_over_meanwhile_changes_nothing(client, group, facilitator, let_in, meanwhile):
    successor = let_in(group)
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)
    client.force_login(facilitator)

    with meanwhile(lambda: actions.answer_hand_over(asked, by=successor, accepted=True)):
        response = client.post(address(group), FACTS)

    group.refresh_from_db()
    assert response.status_code == 422
    assert "You no longer look after this group." in response.text
    assert "We sing." in response.text
    assert group.name == "Quiet maths"


def test_what_was_taken_away_ends_at_once(client, group, facilitator, administrator):
    client.force_login(facilitator)
    assert client.get(address(group)).status_code == 200

    actions.appoint(group, handle=facilitator.handle, role=Role.MEMBER, by=administrator)

    assert client.get(address(group)).status_code == 404
    assert client.post(address(group), FACTS).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, group, no_facilitator, method):
    client.force_login(no_facilitator(group))

    assert getattr(client, method)(address(group), FACTS).status_code == 404
    group.refresh_from_db()
    assert group.name == "Quiet maths"


def test_asks_visitors_to_log_in(client, group):
    assert client.post(address(group), FACTS).url.startswith(reverse("account_login"))
