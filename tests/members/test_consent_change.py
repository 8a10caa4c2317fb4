import pytest
from django.urls import reverse

from peersupport.members.models import ConsentRecord

CHANGE = reverse("members:consent_change")


def test_one_press_says_yes_and_one_says_no(client, stranger, policies):
    client.force_login(stranger)

    yes = client.post(CHANGE, {"purpose": "research", "granted": "1"}, follow=True)
    no = client.post(CHANGE, {"purpose": "research", "granted": "0"}, follow=True)

    assert "You said yes to: Research." in yes.text
    assert "Stopped: Research." in no.text
    said = ConsentRecord.objects.filter(member=stranger).values_list("granted", "method")
    assert list(said) == [(False, "settings"), (True, "settings")]


def test_a_yes_to_the_directory_lists_and_a_no_ends_it(client, stranger):
    client.force_login(stranger)

    for granted in (True, False):
        client.post(CHANGE, {"purpose": "directory", "granted": str(int(granted))})
        stranger.refresh_from_db()
        assert stranger.listed is granted


@pytest.mark.parametrize(
    "data",
    [{}, {"purpose": "terms", "granted": "0"}, {"purpose": "norms", "granted": "1"},
     {"purpose": "research"}, {"purpose": "research", "granted": "2"}, {"purpose": "x", "granted": "1"}],
)  # fmt: skip
def test_what_is_no_choice_does_not_exist(client, stranger, data):
    client.force_login(stranger)

    assert client.post(CHANGE, data).status_code == 404
    assert not ConsentRecord.objects.exists()
