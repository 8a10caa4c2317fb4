from django.urls import reverse

from peersupport.members.models import DataExport
from tests.conftest import SignedIn

from .door import REAUTHENTICATE, leads_to

PAGE = reverse("members:data_export_new")


def test_asks_for_the_password_before_anything_is_made(client, stranger):
    client.force_login(stranger)

    assert client.get(PAGE).url.startswith(REAUTHENTICATE)
    assert client.post(PAGE).url.startswith(REAUTHENTICATE)
    assert not DataExport.objects.exists()


def test_asked_twice_it_is_one_copy(open_client, stranger):
    assert open_client.get(PAGE).status_code == 200
    responses = [open_client.post(PAGE) for _ in range(2)]

    export = DataExport.objects.get()
    assert export.member == stranger
    page = reverse("members:data_export_detail", args=[export.pk])
    assert all(leads_to(response, page) for response in responses)


def test_a_new_one_takes_the_place_of_the_old(open_client, stranger):
    old = DataExport.objects.create(member=stranger, state="ready", file="old.zip")
    open_client.post(PAGE)

    assert DataExport.objects.get().pk != old.pk
    assert SignedIn().get(PAGE).url.startswith(reverse("account_login"))
