"""Taking one's own words back."""

import pytest
from django.urls import reverse

from groups.rooms.models import Line

pytestmark = pytest.mark.django_db


def test_asks_first_then_it_is_gone_for_everybody(client, talk, ada, ben):
    address = reverse("rooms:line_delete", args=[talk.pk, 1])
    client.force_login(ada)
    assert "other side of the hall" in client.get(address).text
    assert Line.objects.get().standing == "visible"

    client.post(address)

    client.force_login(ben)
    page = client.get(talk.get_absolute_url()).text
    assert "This message was deleted." in page
    assert "other side of the hall" not in page
    assert client.get(address).status_code == 404
