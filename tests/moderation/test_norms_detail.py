import pytest
from django.urls import reverse

from moderation.models import Norm

NORMS = reverse("moderation:norms_detail")


def test_shows_the_norms_in_force_to_everybody(client, norms):
    Norm.objects.create(version=2, title="A draft", body="Draft words.", html="Draft words.")

    response = client.get(NORMS, {"nonsense": "1"})

    assert response.status_code == 200
    assert "Be kind." in response.text
    assert "Version 1, in force since" in response.text
    assert "Draft words." not in response.text
    assert "Read and agree" not in response.text
    assert "“Only an idiot would ask that.”" in response.text
    assert "What happens when one is broken" in response.text


@pytest.mark.parametrize(("version", "asked"), [(0, True), (1, False)])
def test_asks_who_has_not_agreed_to_agree(client, make_member, version, asked):
    client.force_login(make_member(norms_version=version))

    assert ("Read and agree" in client.get(NORMS).text) == asked


def test_does_not_exist_before_any_were_published(client, db):
    assert client.get(NORMS).status_code == 404
