from django.urls import reverse

LEAVING = reverse("safety:leaving")


def test_says_what_leaving_quickly_cannot_do(client, db, settings):
    response = client.get(LEAVING, {"nonsense": "1"})

    assert response.status_code == 200
    assert "It does not erase your history." in response.text
    assert "It does not log you out." in response.text
    assert f'href="{settings.SITE_LEAVE_URL}" rel="nofollow noreferrer"' in response.text


def test_is_open_to_members_too(client, stranger):
    client.force_login(stranger)

    assert client.get(LEAVING).status_code == 200
