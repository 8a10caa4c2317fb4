import pytest
from django.urls import reverse

from forums.actions import start_topic
from groups.actions import found
from peersupport.members.actions import read_erasure_token
from peersupport.members.models import Erasure, Tier
from peersupport.notifications.models import Letter

from .door import REAUTHENTICATE, leads_to, show_password_again

PAGE = reverse("members:erasure_new")
PRIVACY = reverse("members:settings_privacy")


def test_asks_for_the_password_first(client, stranger):
    client.force_login(stranger)

    assert client.get(PAGE).url.startswith(REAUTHENTICATE)


def test_counts_what_goes_and_names_groups_to_hand_over(open_client, stranger, category):
    start_topic(category, author=stranger, title="One", body="Words.")
    stranger.tier = Tier.SUPPORTER
    group = found(founder=stranger, name="Night owls", norms="Be kind.", purpose="Company.")

    text = open_client.get(PAGE).text

    assert 'Topics you started: <span class="num">1</span>' in text
    assert 'places in groups: <span class="num">1</span>' in text
    assert "Nobody else looks after Night owls." in text
    assert group.place_url("group_hand_over") in text


@pytest.mark.parametrize(
    "data", [{"sure": "on"}, {"choice": "remove"}, {"choice": "all", "sure": "on"}]
)
def test_nothing_is_chosen_beforehand(open_client, data):
    response = open_client.post(PAGE, data)

    assert response.status_code == 422
    assert not Erasure.objects.exists()


def test_a_request_waits_a_week_and_a_letter_can_stop_it(open_client, stranger):
    response = open_client.post(PAGE, {"choice": "remove", "sure": "on"})

    erasure = Erasure.objects.get()
    assert leads_to(response, PRIVACY)
    assert (erasure.due_at - erasure.asked_at).days in {6, 7}
    letter = Letter.objects.filter(recipient=stranger).latest("pk")
    token = letter.text.partition("/accounts/erasure-stop/")[2].partition("/")[0]
    assert read_erasure_token(token) == erasure
    assert leads_to(open_client.get(PAGE), PRIVACY)


def test_the_only_administrator_appoints_another_first(client, administrator):
    client.force_login(administrator)
    show_password_again(client)

    response = client.post(PAGE, {"choice": "anonymise", "sure": "on"})

    assert response.status_code == 422
    assert "You are the only administrator." in response.text
