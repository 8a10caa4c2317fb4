import pytest
from django.urls import reverse

from groups import actions
from groups.models import HandOver, Role


def address(group):
    return group.place_url("group_hand_over")


def lead(group):
    return group.place_url("group_lead")


@pytest.fixture
def successor(group, let_in):
    return let_in(group, display_name="Next")


def test_offers_the_members_deputies_first(client, group, facilitator, successor, bring_in):
    deputy = bring_in(group, Role.DEPUTY)
    client.force_login(facilitator)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    assert "You stay its facilitator until the other person accepts." in response.text
    assert list(response.context["form"].fields["to"].queryset) == [deputy, successor]
    assert "Next" in response.text


def test_asks_somebody_to_take_over_and_changes_nothing_yet(client, group, facilitator, successor):
    client.force_login(facilitator)

    response = client.post(
        address(group), {"to": successor.handle, "note": "Be well."}, follow=True
    )

    asked = HandOver.objects.get()
    assert response.redirect_chain == [(lead(group), 302)]
    assert "You stay the facilitator until they accept." in response.text
    assert (asked.by, asked.to, asked.note, asked.state) == (
        facilitator, successor, "Be well.", "waiting",
    )  # fmt: skip
    assert group.memberships.get(member=facilitator).role == Role.FACILITATOR


def test_asking_another_person_takes_the_first_question_back(
    client, group, facilitator, successor, let_in
):
    other = let_in(group)
    client.force_login(facilitator)
    for person in (successor, other):
        client.post(address(group), {"to": person.handle})

    states = dict(HandOver.objects.values_list("to__handle", "state"))

    assert states == {successor.handle: "withdrawn", other.handle: "waiting"}


def test_the_question_can_be_taken_back(client, group, facilitator, successor):
    actions.ask_to_take_over(group, by=facilitator, to=successor)
    client.force_login(facilitator)

    response = client.post(address(group), {"do": "take-back"}, follow=True)

    assert response.redirect_chain == [(lead(group), 302)]
    assert "You go on looking after the group." in response.text
    assert HandOver.objects.get().state == "withdrawn"


@pytest.mark.parametrize("who", ["", "nobody", "stranger", "facilitator", "ex-member"])
def test_asks_again_for_anybody_but_a_member(client, group, facilitator, successor, somebody, who):
    handle = who if who in {"", "nobody"} else somebody(who, group).handle
    client.force_login(facilitator)

    response = client.post(address(group), {"to": handle, "note": "Kept."})

    words = "Select a valid choice" if who else "Choose who takes over."
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert "Kept." in response.text
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("sent", [{"to": "a\x00b"}, {"note": "Nu\x00ll"}, {"note": "x" * 1001}])
def test_asks_again_for_nonsense(client, group, facilitator, successor, sent):
    client.force_login(facilitator)

    response = client.post(address(group), {"to": successor.handle, "note": ""} | sent)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert not HandOver.objects.exists()


def test_offers_those_alone_who_did_the_course(
    client, group, facilitator, successor, let_in, settings
):
    settings.FACILITATOR_QUALIFICATION = "facilitator-course"
    trained = let_in(group, qualifications=["facilitator-course"])
    client.force_login(facilitator)

    assert list(client.get(address(group)).context["form"].fields["to"].queryset) == [trained]
    assert client.post(address(group), {"to": successor.handle}).status_code == 422
    assert not HandOver.objects.exists()


def test_says_where_nobody_can_take_over(client, group, facilitator):
    client.force_login(facilitator)

    response = client.get(address(group))

    assert "Nobody in the group can take over yet." in response.text
    assert group.place_url("invitation_list") in response.text


def test_who_left_meanwhile_is_not_asked(client, group, facilitator, successor, let_in, meanwhile):
    let_in(group)
    client.force_login(facilitator)

    with meanwhile(lambda: actions.leave(group, member=successor)):
        response = client.post(address(group), {"to": successor.handle, "note": "Kept."})

    assert response.status_code == 422
    assert "Choose a member of the group." in response.text
    assert "Kept." in response.text
    assert not HandOver.objects.exists()


def test_who_lost_the_group_meanwhile_asks_nobody(
    client, group, facilitator, successor, administrator, meanwhile
):
    client.force_login(facilitator)
    event = {"handle": facilitator.handle, "role": Role.MEMBER, "by": administrator}

    with meanwhile(lambda: actions.appoint(group, **event)):
        response = client.post(address(group), {"to": successor.handle})

    assert response.status_code == 422
    assert "You no longer look after this group." in response.text
    assert not HandOver.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("do", ["", "take-back"])
def test_does_not_exist_for_others(
    client, group, facilitator, successor, no_facilitator, method, do
):
    actions.ask_to_take_over(group, by=facilitator, to=successor)
    client.force_login(no_facilitator(group))

    response = getattr(client, method)(address(group), {"to": successor.handle, "do": do})

    assert response.status_code == 404
    assert HandOver.objects.get().state == "waiting"


def test_asks_visitors_to_log_in(client, group):
    assert client.post(address(group)).url.startswith(reverse("account_login"))
