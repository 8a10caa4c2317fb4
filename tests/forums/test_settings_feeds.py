from django.urls import reverse

from forums.models import FeedKey

FEEDS = reverse("forums:settings_feeds")


def test_shows_the_addresses_once_and_takes_them_back(client, stranger):
    client.force_login(stranger)
    assert "You have no private feeds" in client.get(FEEDS).text

    shown = client.post(FEEDS, {"do": "make"}, follow=True)
    address = shown.context["addresses"][0][1].partition("/feeds/")[2]

    assert client.get(f"/feeds/{address}").status_code == 200
    assert address not in client.get(FEEDS).text
    client.post(FEEDS, {"do": "stop"})
    assert not FeedKey.objects.exists()
    assert client.get(f"/feeds/{address}").status_code == 404
