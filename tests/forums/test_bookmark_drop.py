from django.urls import reverse

from forums.actions import keep_bookmark
from forums.models import Bookmark


def test_one_takes_away_ones_own_and_nobody_elses(client, stranger, asker, make_topic):
    kept = keep_bookmark(make_topic().posts.get(), member=stranger)
    address = reverse("forums:bookmark_drop", args=[kept.pk])
    client.force_login(asker)
    assert client.post(address).status_code == 404

    client.force_login(stranger)
    client.post(address)

    assert not Bookmark.objects.exists()
