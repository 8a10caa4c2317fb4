from django.urls import reverse

from peersupport.members.actions import ask_erasure, read_erasure_token

PAGE = reverse("members:settings_privacy")


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
