from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from forums.models import Post
from moderation.models import CleanUp
from tests.moderation.conftest import clean


def test_asks_first_and_shows_all_of_it_again(client, spam, moderator, administrator):
    done = clean(spam[4], moderator)
    page = reverse("moderation:clean_up_undo", args=[done.pk])
    client.force_login(administrator)
    client.get(page)
    assert Post.objects.filter(standing="hidden").exists()

    client.post(page)

    assert not Post.objects.filter(standing="hidden").exists()
    assert CleanUp.objects.get().undone_by == administrator


def test_after_thirty_days_it_says_so(client, spam, moderator):
    done = clean(spam[4], moderator)
    CleanUp.objects.update(made_at=timezone.now() - timedelta(days=31))
    client.force_login(moderator)
    page = client.post(reverse("moderation:clean_up_undo", args=[done.pk]), follow=True)

    assert "After 30 days" in page.text
    assert Post.objects.filter(standing="hidden").exists()
