from moderation.models import ReviewItem


def test_one_claims_and_others_see_it(client, moderator, another, item):
    client.force_login(moderator)
    client.post(f"/moderation/queue/{item.pk}/claim/")
    assert ReviewItem.objects.get().claimed_by == moderator

    client.force_login(another)
    assert (
        client.get(f"/moderation/queue/{item.pk}/").text.count("Moderator</bdi> works on it") == 1
    )
    response = client.post(f"/moderation/queue/{item.pk}/claim/", follow=True)
    assert "works on this until" in response.text
    assert ReviewItem.objects.get().claimed_by == moderator


def test_one_comes_back_to_the_frame_one_was_in(client, moderator, item):
    client.force_login(moderator)

    response = client.post(f"/moderation/queue/{item.pk}/claim/", {"frame": "admin"})

    assert response.url == f"/admin/moderation/reviewitem/{item.pk}/change/"


def test_looking_alone_claims_nothing(client, moderator, item):
    client.force_login(moderator)
    assert client.get(f"/moderation/queue/{item.pk}/claim/").status_code == 405
