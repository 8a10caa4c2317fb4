import re

import pytest
from django.urls import reverse
from django.utils import timezone

from peersupport.members.actions import note
from peersupport.members.models import SecurityEvent
from peersupport.notifications.models import Letter

from .door import CODES_NEW, LOGIN, NEW, OFF, SECURITY, leads_to, let_time_pass

Kind = SecurityEvent.Kind


def use_codes(member, number):
    some = member.recovery_codes.values("pk")[:number]
    member.recovery_codes.filter(pk__in=some).update(used_at=timezone.now())


def test_offers_two_step_sign_in(open_client):
    response = open_client.get(SECURITY, {"nonsense": "1"})

    assert response.status_code == 200
    assert f'href="{NEW}"' in response.text
    assert OFF not in response.text
    assert CODES_NEW not in response.text


def test_says_that_it_is_on_and_what_can_be_changed(guarded_client):
    text = guarded_client.get(SECURITY).text

    assert "10 recovery codes are left." in text
    assert f'href="{OFF}"' in text
    assert f'action="{CODES_NEW}"' in text
    assert NEW not in text


@pytest.mark.parametrize(
    ("used", "says", "warns"),
    [(6, "4 recovery codes are left.", False), (7, "3 recovery codes are left.", True),
     (9, "1 recovery code is left.", True), (10, "0 recovery codes are left.", True)],
)  # fmt: skip
def test_counts_the_codes_that_are_left(guarded_client, guarded, used, says, warns):
    use_codes(guarded, used)

    text = guarded_client.get(SECURITY).text

    assert says in text
    assert ("Few codes are left." in text) is warns


def test_tells_staff_that_it_cannot_be_turned_off(client, moderator):
    client.force_login(moderator)

    text = client.get(SECURITY).text

    assert "Your role needs it, so it cannot be turned off." in text
    assert OFF not in text
    assert CODES_NEW in text


def test_lists_what_happened_newest_first_with_the_device(open_client, stranger):
    note(stranger, Kind.PASSWORD_CHANGED)
    note(stranger, Kind.CODE_REFUSED, device="Firefox on Android")

    text = open_client.get(SECURITY).text

    words = ["A code was refused", "The password was changed", "Signed in"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "Firefox on Android" in text


def test_lists_no_more_than_twelve(open_client, stranger):
    for _ in range(15):
        note(stranger, Kind.CODE_REFUSED)

    assert open_client.get(SECURITY).text.count("A code was refused") == 12


def test_older_events_are_a_page_further(open_client, stranger):
    for number in range(15):
        note(stranger, Kind.CODE_REFUSED, device=f"Device {number}.")
    page = open_client.get(SECURITY).text
    older = re.search(r'rel="next" href="([^"#]*)', page)[1]

    text = open_client.get(older).text

    assert "Device 3." in page
    assert "Device 3." not in text
    assert all(f"Device {number}." in text for number in (2, 1, 0))
    assert 'rel="next"' not in text
    assert open_client.get(SECURITY, {"before": "9" * 30}).status_code == 200


def test_lists_nothing_of_anybody_else(open_client, helper):
    note(helper, Kind.PASSWORD_CHANGED, device="Opera on Chromebook")

    text = open_client.get(SECURITY).text

    assert "The password was changed" not in text
    assert "Opera on Chromebook" not in text


def test_says_when_nothing_happened_yet(client, stranger):
    client.force_login(stranger)

    assert "Nothing yet." in client.get(SECURITY).text


def test_opens_without_typing_the_password_again(guarded_client):
    let_time_pass(guarded_client, 86_400)

    assert guarded_client.get(SECURITY).status_code == 200


def test_is_for_newcomers_too(client, make_member):
    client.force_login(make_member(norms_version=0))

    assert client.get(SECURITY).status_code == 200


def test_asks_visitors_to_log_in(client, db):
    assert client.get(SECURITY).url == f"{LOGIN}?next={SECURITY}"


def test_asks_for_the_code_if_only_the_password_was_shown(client, guarded):
    client.post(LOGIN, {"login": guarded.email, "password": "a long enough phrase"})

    assert leads_to(client.get(SECURITY), LOGIN)


def test_is_kept_out_of_shared_caches(open_client):
    assert open_client.get(SECURITY)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("events", [1, 12])
def test_costs_the_same_queries_for_any_number_of_events(
    client, guarded, django_assert_max_num_queries, events
):
    for _ in range(events):
        note(guarded, Kind.SIGNED_IN)
    client.force_login(guarded)

    with django_assert_max_num_queries(7):
        client.get(SECURITY)


def test_a_changed_address_is_listed_and_the_old_one_hears_of_it(open_client, stranger):
    old = stranger.email
    open_client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    asked = Letter.objects.get(address="new@example.org")
    assert not Letter.objects.filter(address=old).exists()

    open_client.post(re.search(r"/accounts/confirm-email/[^/\s]+/", asked.text)[0])

    stranger.refresh_from_db()
    assert stranger.email == "new@example.org"
    assert "was changed" in Letter.objects.get(address=old).subject
    text = open_client.get(SECURITY).text
    assert "The e-mail address was changed" in text
    assert "Another e-mail address was asked for" in text
