import pytest
from django.urls import reverse

from peersupport.notifications.models import Kind, MailOptOut

CHOICE = reverse("notifications:letter_choice")


@pytest.mark.parametrize("kind", ["reply", "mention"])
def test_turns_a_kind_of_letter_off_and_on(client, stranger, helper, kind):
    client.force_login(stranger)

    for wanted in ("0", "0", "1", "1"):
        response = client.post(CHOICE, {"kind": kind, "wanted": wanted, "nonsense": "1"})
        assert (response.status_code, response.url) == (302, reverse("notifications:notice_list"))
        out = MailOptOut.objects.filter(member=stranger, kind=kind)
        assert out.exists() == (wanted == "0")
    assert not MailOptOut.objects.filter(member=helper).exists()


@pytest.mark.parametrize("kind", ["", None, Kind.ACCOUNT, "everything", "REPLY"])
def test_knows_no_other_kinds_and_keeps_account_letters(client, stranger, kind):
    client.force_login(stranger)

    response = client.post(CHOICE, {"wanted": "0"} | ({} if kind is None else {"kind": kind}))

    assert response.status_code == 404
    assert not MailOptOut.objects.exists()


def test_is_ones_own_choice_only(client, stranger, helper):
    assert client.post(CHOICE, {"kind": "reply"}).url.startswith(reverse("account_login"))
    client.force_login(stranger)
    assert client.get(CHOICE).status_code == 405
    client.post(CHOICE, {"kind": "reply", "wanted": "0", "member": helper.pk})
    assert MailOptOut.objects.get().member == stranger
