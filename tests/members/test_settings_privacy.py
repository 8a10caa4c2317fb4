import re

import pytest
from django.urls import reverse

from peersupport.members.actions import (
    ask_erasure,
    give_consent,
    read_erasure_token,
    withdraw_consent,
)
from peersupport.members.models import WORDS, Purpose

PAGE = reverse("members:settings_privacy")


def test_everything_optional_is_off_until_somebody_says_yes(client, stranger, policies):
    client.force_login(stranger)

    page = client.get(PAGE).text

    assert len(re.findall(r'name="granted" value="1"', page)) == len(WORDS)
    assert "You said yes" not in page
    assert "checked" not in page


def test_giving_and_stopping_are_one_press_each(client, stranger, policies):
    give_consent(stranger, Purpose.ANALYTICS)
    client.force_login(stranger)

    page = client.get(PAGE).text

    assert page.count("You said yes") == 1
    assert len(re.findall(r'value="analytics">\s*<button[^>]*name="granted" value="0"', page)) == 1
    assert len(re.findall(r'name="granted" value="1"', page)) == len(WORDS) - 1


def test_shows_what_one_said_before(client, stranger, policies):
    give_consent(stranger, Purpose.RESEARCH)
    withdraw_consent(stranger, Purpose.RESEARCH)
    client.force_login(stranger)

    history = client.get(PAGE).text.partition("What I said, and when")[2]

    assert "You stopped it" in client.get(PAGE).text
    assert history.count('<th scope="row">Research</th>') == 2
    assert reverse("members:policy_version", args=["privacy", "1.0"]) in history


@pytest.mark.parametrize("times", [1, 20])
def test_costs_the_same_for_any_number_of_answers(
    client, stranger, policies, times, django_assert_max_num_queries
):
    for _ in range(times):
        give_consent(stranger, Purpose.RESEARCH)
        withdraw_consent(stranger, Purpose.RESEARCH)
    client.force_login(stranger)

    with django_assert_max_num_queries(8):
        client.get(PAGE)


def test_is_there_for_who_agreed_to_nothing_yet(client, make_member, policies):
    client.force_login(make_member(norms_version=0, terms_version=0))

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "Something here waits for your yes" in page.text


def test_offers_a_copy_and_leaving(client, stranger):
    client.force_login(stranger)

    text = client.get(PAGE).text

    assert reverse("members:data_export_new") in text
    assert reverse("members:erasure_new") in text


def test_says_when_an_erasure_is_under_way_and_how_to_stop_it(client, stranger):
    erasure = ask_erasure(stranger, choice="anonymise")
    client.force_login(stranger)

    text = client.get(PAGE).text

    assert "Your account will be erased on" in text
    token = text.partition("/accounts/erasure-stop/")[2].partition("/")[0]
    assert read_erasure_token(token) == erasure
    assert reverse("members:erasure_new") not in text
