import re

import pytest
from django.urls import reverse

from groups import actions
from groups.models import Group, JoinRequest

Kind = Group.Kind
YES = {"norms_version": "1", "agree": "on"}


def address(group):
    return group.place_url("group_join")


def waiting_of(group):
    return reverse("groups:group_waiting", args=[group.slug])


def test_shows_the_norms_of_an_open_group(client, group, stranger):
    client.force_login(stranger)

    response = client.get(address(group), {"nonsense": "1"})

    assert response.status_code == 200
    assert "<strong>Listen first.</strong>" in response.text
    assert 'name="norms_version" value="1"' in response.text
    assert "Join the group" in response.text
    assert "Questions from the group" not in response.text


def test_a_yes_leads_into_an_open_group(client, group, stranger):
    client.force_login(stranger)

    response = client.post(address(group), YES, follow=True)

    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "You are in. Welcome to Quiet maths." in response.text
    assert group.memberships.get(member=stranger).norms_version == 1


@pytest.mark.parametrize("state", ["before", "meanwhile"])
def test_joining_twice_is_joining_once(client, group, stranger, meanwhile, state):
    client.force_login(stranger)
    if state == "before":
        client.post(address(group), YES)
        response = client.post(address(group), YES)
    else:
        with meanwhile(lambda: actions.join(group, member=stranger, norms_version=1)):
            response = client.post(address(group), YES)

    group.refresh_from_db()
    assert response.url == group.get_absolute_url()
    assert (group.member_count, group.memberships.count()) == (2, 2)


def test_asking_sends_the_answers(client, by_request, stranger):
    client.force_login(stranger)
    page = client.get(address(by_request)).text
    assert "Send my request" in page
    assert "Why?" in page
    assert "When?" in page

    response = client.post(address(by_request), YES | {"q1": "For company.", "q2": ""}, follow=True)

    asked = JoinRequest.objects.get()
    assert response.redirect_chain == [(asked.get_absolute_url(), 302)]
    assert "Your request is sent. You get a notice either way." in response.text
    assert asked.answers == [["Why?", "For company."], ["When?", ""]]
    assert (asked.member, asked.state) == (stranger, "waiting")
    assert not by_request.memberships.filter(member=stranger).exists()


def test_asking_twice_is_one_request(client, by_request, asked, stranger):
    client.force_login(stranger)

    response = client.post(address(by_request), YES | {"q1": "Once more."})

    assert response.url == asked.get_absolute_url()
    assert JoinRequest.objects.get().answers[0] == ["Why?", "For company."]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"q1": "Kept.", "norms_version": "1"}, "Read the norms and agree to them"),
        (YES | {"q1": "", "q2": "Kept."}, "Answer this question."),
        (YES | {"q1": "Kept." + "x" * 500}, "at most 500 characters"),
        (YES | {"q1": "Kept.", "norms_version": "abc"}, "Enter a whole number."),
        ({"q1": "Kept.", "agree": "on"}, "This field is required."),
        (YES | {"q1": "Kept.", "norms_version": "2"}, "The norms have changed"),
    ],
)
def test_says_what_is_to_be_mended_and_keeps_what_was_typed(
    client, by_request, stranger, typed, words
):
    client.force_login(stranger)

    response = client.post(address(by_request), typed)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert "Kept." in response.text
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("when", ["before sending", "while sending"])
def test_norms_that_changed_are_read_once_more(
    client, group, facilitator, stranger, meanwhile, when
):
    client.force_login(stranger)

    def change():
        actions.change_norms(group, by=facilitator, norms="Only this.", questions="")

    if when == "before sending":
        change()
        response = client.post(address(group), YES)
        assert "Only this" in response.text
        assert 'name="norms_version" value="2"' in response.text
    else:
        with meanwhile(change):
            response = client.post(address(group), YES)

    assert response.status_code == 422
    assert "The norms have changed since you opened this page. Read them once more." in (
        response.text
    )
    assert not group.memberships.filter(member=stranger).exists()


def test_a_full_group_puts_one_in_line(client, full, stranger):
    client.force_login(stranger)
    assert "Join the waiting list" in client.get(address(full)).text

    response = client.post(address(full), YES)

    assert response.url == waiting_of(full)
    assert full.line.get().member == stranger


def test_the_last_place_may_go_while_one_reads(client, make_group, let_in, stranger, meanwhile):
    group = make_group(size=3)
    let_in(group)
    client.force_login(stranger)

    with meanwhile(lambda: let_in(group)):
        response = client.post(address(group), YES)

    assert response.url == waiting_of(group)
    assert group.line.get().member == stranger


def test_who_is_in_line_cannot_ask_besides(client, by_request, facilitator, bring_in, stranger):
    actions.edit(by_request, by=facilitator, size=3)
    for _person in range(2):
        bring_in(by_request)
    actions.accept(
        actions.ask_to_join(by_request, member=stranger, norms_version=1, answers=[]),
        by=facilitator,
    )
    client.force_login(stranger)

    response = client.post(address(by_request), YES | {"q1": "Again."})

    assert response.status_code == 422
    assert "You are on the waiting list already." in response.text


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Kind.OPEN, "takes nobody in at the moment"), (Kind.REQUEST, "takes nobody in")],
)
def test_a_group_may_be_archived_meanwhile(
    client, make_group, facilitator, stranger, meanwhile, kind, words
):
    group = make_group(kind=kind)
    client.force_login(stranger)

    with meanwhile(lambda: actions.archive(group, by=facilitator)):
        response = client.post(address(group), YES)

    assert response.status_code == 422
    assert words in response.text
    assert not group.memberships.filter(member=stranger).exists()
    assert not JoinRequest.objects.exists()


def test_an_open_group_may_begin_to_ask_meanwhile(client, group, facilitator, stranger, meanwhile):
    client.force_login(stranger)

    with meanwhile(lambda: actions.edit(group, by=facilitator, kind=Kind.REQUEST)):
        response = client.post(address(group), YES)

    assert response.status_code == 422
    assert "This group asks people before they come in." in response.text


@pytest.mark.parametrize("who", ["member", "deputy", "facilitator"])
def test_leads_members_to_their_group(client, group, somebody, who):
    client.force_login(somebody(who, group))

    assert client.get(address(group)).url == group.get_absolute_url()


@pytest.mark.parametrize("method", ["get", "post"])
def test_by_invitation_only_there_is_no_such_door(client, make_group, stranger, method):
    group = make_group(kind=Kind.INVITATION)
    client.force_login(stranger)

    response = getattr(client, method)(address(group), YES)

    assert response.url == group.get_absolute_url()
    assert not group.memberships.filter(member=stranger).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_hidden_group_does_not_exist(client, hidden, outsider, method):
    client.force_login(outsider(hidden))

    response = getattr(client, method)(address(hidden), YES)

    assert response.status_code == 404
    assert "Zugvogel" not in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_leads_newcomers_to_the_norms_and_visitors_to_log_in(client, group, newcomer, method):
    here = address(group)
    assert getattr(client, method)(here, YES).url.startswith(reverse("account_login"))
    client.force_login(newcomer)

    response = getattr(client, method)(here, YES)

    assert response.url == f"{reverse('moderation:norms_accept')}?next={here}"
    assert group.memberships.count() == 1


def test_changed_questions_keep_the_answer_and_ask_to_look_again(client, by_request, stranger):
    client.force_login(stranger)
    asked = client.get(address(by_request)).context["form"].questions_asked
    actions.change_norms(
        by_request, by=by_request.founded_by, norms=by_request.norms, questions="Why now?"
    )
    data = {"norms_version": 1, "agree": "on", "q1": "My own words.", "asked": asked}

    response = client.post(address(by_request), data)

    assert response.status_code == 422
    assert "The questions have changed since you opened this page." in response.text
    assert "My own words." in response.text
    assert not by_request.requests.exists()


def test_a_yes_to_older_norms_is_asked_anew(client, by_request, stranger):
    client.force_login(stranger)
    actions.change_norms(by_request, by=by_request.founded_by, norms="Be kinder.", questions="Why?")
    data = {"norms_version": 1, "agree": "on", "q1": "My own words."}

    response = client.post(address(by_request), data)

    assert response.status_code == 422
    assert "The norms have changed since you opened this page." in response.text
    assert "Be kinder." in response.text
    assert "My own words." in response.text
    assert not re.search(r'name="agree"[^>]*checked', response.text)
