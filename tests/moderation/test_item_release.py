from moderation.actions import claim
from moderation.models import ReviewItem


def test_it_is_free_for_others_again(client, moderator, another, item):
    claim(item, by=moderator)
    client.force_login(another)
    client.post(f"/moderation/queue/{item.pk}/release/")
    assert ReviewItem.objects.get().claimed_by == moderator

    client.force_login(moderator)
    response = client.post(f"/moderation/queue/{item.pk}/release/", follow=True)

    assert ReviewItem.objects.get().claimed_by is None
    assert "It is free for others again" in response.text
