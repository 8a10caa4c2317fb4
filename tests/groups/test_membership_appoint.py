import pytest
from django.urls import reverse

from groups import actions
from groups.models import Role


def address(group, person):
    return reverse("groups:membership_appoint", args=[group.slug, person.handle])


def role_of(group, person):
    return group.memberships.get(member=person).role


@pytest.fixture
def member(group, let_in):
    return let_in(group, display_name="Calm")


@pytest.mark.parametrize(
    ("sent", "before", "after", "words"),
    [
        ("1", Role.MEMBER, Role.DEPUTY, "Calm is a deputy now."),
        ("1", Role.DEPUTY, Role.DEPUTY, "Calm is a deputy now."),
        ("0", Role.DEPUTY, Role.MEMBER, "Calm is a member again."),
        ("2", Role.MEMBER, Role.MEMBER, "Calm is a member again."),
        ("nonsense", Role.DEPUTY, Role.MEMBER, "Calm is a member again."),
    ],
)
def test_makes_deputies_and_members_and_nothing_else(
    client, group, facilitator, bring_in, sent, before, after, words
):
    person = bring_in(group, before, display_name="Calm")
    client.force_login(facilitator)

    response = client.post(address(group, person), {"role": sent}, follow=True)

    assert response.redirect_chain == [(group.place_url("member_list"), 302)]
    assert words in response.text
    assert role_of(group, person) == after


def test_a_facilitator_does_not_step_down_like_this(client, group, facilitator):
    client.force_login(facilitator)

    response = client.post(address(group, facilitator), {"role": "0"}, follow=True)

    assert "A facilitator hands the group over; nobody else can take it." in response.text
    assert role_of(group, facilitator) == Role.FACILITATOR


def test_a_deputy_needs_the_course_where_the_site_says_so(
    client, group, facilitator, member, settings
):
    settings.FACILITATOR_QUALIFICATION = "facilitator-course"
    client.force_login(facilitator)

    response = client.post(address(group, member), {"role": "1"}, follow=True)

    assert "Looking after a group takes the facilitator course first." in response.text
    assert role_of(group, member) == Role.MEMBER


def test_who_left_meanwhile_is_not_appointed(client, group, facilitator, member, meanwhile):
    client.force_login(facilitator)

    with meanwhile(lambda: actions.leave(group, member=member)):
        response = client.post(address(group, member), {"role": "1"}, follow=True)

    assert response.redirect_chain == [(group.place_url("member_list"), 302)]
    assert "This person is not in the group any more." in response.text
    assert "Calm is a deputy now." not in response.text


def test_who_handed_over_meanwhile_appoints_nobody(
    client, group, facilitator, let_in, member, meanwhile
):
    successor = let_in(group)
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)
    client.force_login(facilitator)

    with meanwhile(lambda: actions.answer_hand_over(asked, by=successor, accepted=True)):
        response = client.post(address(group, member), {"role": "1"}, follow=True)

    assert "You no longer look after this group." in response.text
    assert role_of(group, member) == Role.MEMBER


def test_who_is_not_in_the_group_is_not_appointed(client, group, facilitator, stranger):
    client.force_login(facilitator)

    assert client.post(address(group, stranger), {"role": "1"}).status_code == 404


def test_does_not_exist_for_others(client, group, member, no_facilitator):
    client.force_login(no_facilitator(group))

    assert client.post(address(group, member), {"role": "1"}).status_code == 404
    assert role_of(group, member) == Role.MEMBER


def test_takes_a_deed_and_an_account(client, group, facilitator, member):
    assert client.post(address(group, member)).url.startswith(reverse("account_login"))
    client.force_login(facilitator)

    assert client.get(address(group, member)).status_code == 405
