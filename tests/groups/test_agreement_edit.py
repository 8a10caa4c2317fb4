import pytest
from django.urls import reverse

from groups import actions


def address(group):
    return group.place_url("agreement_edit")


def test_shows_norms_and_questions(client, by_request, facilitator):
    client.force_login(facilitator)

    response = client.get(address(by_request), {"nonsense": "1"})

    assert response.status_code == 200
    assert "Listen first. Ask whether advice is wanted." in response.text
    assert "When? (optional)" in response.text


def test_other_norms_are_asked_for_anew(client, group, facilitator, let_in):
    member = let_in(group)
    client.force_login(facilitator)

    response = client.post(address(group), {"norms": "Only this.", "questions": ""}, follow=True)

    group.refresh_from_db()
    assert response.redirect_chain == [(group.get_absolute_url(), 302)]
    assert "Everybody is asked to agree before they write again." in response.text
    assert (group.norms, group.norms_version) == ("Only this.", 2)
    assert group.memberships.get(member=member).norms_version == 1
    assert group.memberships.get(member=facilitator).norms_version == 2


@pytest.mark.parametrize("newline", ["\n", "\r\n"])  # browsers send the latter
def test_other_questions_ask_nobody_to_agree_again(client, group, facilitator, newline):
    client.force_login(facilitator)
    norms = group.norms.replace("\n", newline)

    response = client.post(address(group), {"norms": norms, "questions": "Why?"}, follow=True)

    group.refresh_from_db()
    assert "Saved." in response.text
    assert (group.questions, group.norms_version) == ("Why?", 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"norms": ""}, "Write at least one norm."),
        ({"norms": "-\n*"}, "Write at least one norm."),
        ({"norms": "x" * 2001}, "at most 2000 characters"),
        ({"norms": "Nu\x00ll"}, "Null characters are not allowed."),
        ({"questions": "Kept?\n" * 6}, "At most five questions, please."),
        ({"questions": "Kept?" + "x" * 1000}, "at most 1000 characters"),
    ],
)
def test_says_what_is_to_be_mended_and_keeps_the_rest(client, group, facilitator, wrong, words):
    client.force_login(facilitator)

    response = client.post(address(group), {"norms": "Only this.", "questions": "Kept?"} | wrong)

    group.refresh_from_db()
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert words in response.text
    assert "Kept?" in response.text
    assert (group.norms_version, group.questions) == (1, "")


def test_who_handed_over_meanwhile_changes_nothing(client, group, facilitator, let_in, meanwhile):
    successor = let_in(group)
    asked = actions.ask_to_take_over(group, by=facilitator, to=successor)
    client.force_login(facilitator)

    with meanwhile(lambda: actions.answer_hand_over(asked, by=successor, accepted=True)):
        response = client.post(address(group), {"norms": "Only this.", "questions": ""})

    group.refresh_from_db()
    assert response.status_code == 422
    assert "You no longer look after this group." in response.text
    assert "Only this." in response.text
    assert group.norms_version == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_others(client, group, no_facilitator, method):
    client.force_login(no_facilitator(group))

    response = getattr(client, method)(address(group), {"norms": "None.", "questions": ""})

    group.refresh_from_db()
    assert response.status_code == 404
    assert group.norms_version == 1


def test_asks_visitors_to_log_in(client, group):
    assert client.post(address(group), {"norms": "None."}).url.startswith(reverse("account_login"))
