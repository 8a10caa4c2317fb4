"""Who is too young leaves no trace, and going back does not help."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from peersupport.members.models import Member
from peersupport.members.rules import is_old_enough
from peersupport.notifications.models import Letter
from tests.access.table import fingerprint

from .test_accounts import NEW, SIGNUP

AGE = reverse("members:age_check")
YOUNG, OLD = f"{date.today().year - 12}-01-02", f"{date.today().year - 30}-01-02"


@pytest.fixture(autouse=True)
def sixteen(settings, db):
    settings.AGE_MINIMUM = 16


def test_is_asked_before_anything_else_and_leads_back(client):
    asked = client.get(f"{SIGNUP}?invitation=abc")
    assert asked.url.startswith(AGE)
    assert client.post(SIGNUP, NEW).url.startswith(AGE)
    assert not Member.objects.exists()
    form = client.get(asked.url).text.partition("<form")[2].partition("</form>")[0]
    assert "16" not in re.sub(r'value="[^"]*"', "", form)

    response = client.post(AGE, {"born_on": OLD, "next": f"{SIGNUP}?invitation=abc"})

    assert response.url == f"{SIGNUP}?invitation=abc"
    assert client.get(response.url).status_code == 200
    client.post(SIGNUP, NEW)
    assert Member.objects.count() == 1


def test_nothing_is_kept_of_who_is_too_young(client):
    before = fingerprint()

    response = client.post(AGE, {"born_on": YOUNG}, follow=True)

    assert "Not yet" in response.text
    assert "We kept nothing of what you entered." in response.text
    assert fingerprint() == before
    assert not Member.objects.exists()
    assert not Letter.objects.exists()
    assert not Session.objects.exists()
    assert not client.session.keys()
    assert set(client.cookies) <= {"age", "csrftoken", "sessionid"}
    assert client.cookies["age"].value.startswith("too-young:")
    assert not any(YOUNG[:4] in morsel.value for morsel in client.cookies.values())
    assert 0 < int(client.cookies["age"]["max-age"]) <= 8 * 3600


def test_going_back_does_not_help(client):
    client.post(AGE, {"born_on": YOUNG})

    assert "Not yet" in client.post(AGE, {"born_on": OLD}).text
    assert "Not yet" in client.get(SIGNUP, follow=True).text
    client.post(SIGNUP, NEW)
    assert not Member.objects.exists()


def test_an_answer_that_we_did_not_sign_counts_for_nothing(client):
    client.cookies["age"] = "old-enough:1tJ:forged"

    assert client.get(SIGNUP).url.startswith(AGE)


@pytest.mark.parametrize("born_on", ["", "soon", "2999-01-01", "1800-01-01"])
def test_asks_again_when_it_is_no_date_of_birth(client, born_on):
    response = client.post(AGE, {"born_on": born_on, "next": "//evil.example"})

    assert response.status_code == 422
    assert f'name="next" value="{SIGNUP}"' in response.text
    assert "age" not in client.cookies


def test_where_nobody_is_asked_it_does_not_exist(client, settings):
    settings.AGE_MINIMUM = 0

    assert client.get(AGE).status_code == 404
    assert Client().get(SIGNUP).status_code == 200


@pytest.mark.parametrize(
    ("born_on", "enough"),
    [((2010, 5, 27), True), ((2010, 5, 28), False), ((2009, 12, 31), True), ((2011, 1, 1), False)],
)
def test_the_birthday_itself_counts(born_on, enough):
    assert is_old_enough(date(*born_on), date(2026, 5, 27)) == enough
