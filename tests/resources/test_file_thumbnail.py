import pytest

from . import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]


def test_a_small_picture_is_for_who_may_see_the_large_one(
    client, make_file, topic, asker, stranger
):
    row = make_file("a.jpg", samples.photograph())
    client.force_login(stranger)
    assert client.get(row.thumbnail_url).status_code == 404

    client.force_login(asker)
    response = client.get(row.thumbnail_url)

    assert response.getvalue()[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_document_has_none(client, make_file, topic):
    row = make_file(to=topic.posts.get(number=1))

    assert client.get(row.thumbnail_url).status_code == 404
