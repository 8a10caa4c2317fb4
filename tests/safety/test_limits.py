from django.urls import reverse

LIMITS = reverse("safety:limits")


def test_says_what_peers_can_and_cannot_do(client, db):
    response = client.get(LIMITS, {"nonsense": "1"})

    assert response.status_code == 200
    assert "What peers can do" in response.text
    assert "What peers cannot do" in response.text
    assert "this is not an emergency or 24-hour service" in response.text
    assert reverse("safety:help_now") in response.text


def test_is_open_to_members_too(client, stranger):
    client.force_login(stranger)

    assert client.get(LIMITS).status_code == 200
