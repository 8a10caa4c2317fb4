import pytest
from django.urls import reverse

from forums.models import Post
from peersupport.core.richtext import MAX_LENGTH

PREVIEW = reverse("forums:post_preview")


def test_shows_a_text_as_a_post_would(client, stranger, helper):
    client.force_login(stranger)

    response = client.post(
        PREVIEW, {"body": f"**Bold** @{helper.handle} <script>alert(1)</script>", "other": "1"}
    )

    assert response.status_code == 200
    assert "<strong>Bold</strong>" in response.text
    assert helper.get_absolute_url() in response.text
    assert "<script>" not in response.text
    assert not Post.objects.exists()


@pytest.mark.parametrize("body", [None, "", "\x00", "\r\n\r\n", "> " * 500])
def test_takes_any_text(client, stranger, body):
    client.force_login(stranger)

    assert client.post(PREVIEW, {} if body is None else {"body": body}).status_code == 200


def test_refuses_more_than_fits_in_one_post(client, stranger):
    client.force_login(stranger)

    assert client.post(PREVIEW, {"body": "x" * (MAX_LENGTH + 1)}).status_code == 422


def test_is_for_people_who_may_write(client, make_member):
    assert client.post(PREVIEW, {"body": "x"}).url.startswith(reverse("account_login"))
    client.force_login(make_member(norms_version=0))
    assert client.post(PREVIEW, {"body": "x"}).url.startswith(reverse("moderation:norms_accept"))
    assert client.get(PREVIEW).status_code == 302
