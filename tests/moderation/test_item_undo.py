from datetime import timedelta

from django.utils import timezone

from moderation.models import Decision, ReviewItem


def test_it_is_as_it_was_and_one_s_own_again(client, moderator, item, decided):
    decided()
    client.force_login(moderator)

    response = client.post(f"/moderation/queue/{item.pk}/undo/", follow=True)

    assert "Taken back" in response.text
    assert ReviewItem.objects.get().claimed_by == moderator
    assert Decision.objects.get().state == Decision.State.UNDONE


def test_after_half_a_minute_it_stands(client, moderator, item, decided):
    decided()
    Decision.objects.update(made_at=timezone.now() - timedelta(seconds=31))
    client.force_login(moderator)

    response = client.post(f"/moderation/queue/{item.pk}/undo/", follow=True)

    assert "can no longer be taken back" in response.text
    assert Decision.objects.get().state == Decision.State.IN_FORCE


def test_what_another_decided_is_not_one_s_own_to_undo(client, another, item, decided):
    decided()
    client.force_login(another)
    assert client.post(f"/moderation/queue/{item.pk}/undo/").status_code == 404
