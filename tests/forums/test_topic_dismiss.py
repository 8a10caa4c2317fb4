from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from forums.actions import announce
from forums.models import DismissedAnnouncement


def test_puts_an_announcement_away_for_oneself(
    client, stranger, helper, moderator, make_topic, make_category
):
    until = timezone.now() + timedelta(days=1)
    topic = announce(make_topic(title="Heed this"), by=moderator, until=until)
    page = make_category().get_absolute_url()
    address = reverse("forums:topic_dismiss", args=[topic.pk])
    client.force_login(stranger)

    for _twice in range(2):
        response = client.post(address, {"from": "category"})

    assert response.url == topic.category.get_absolute_url()
    assert "Heed this" not in client.get(page).text
    assert DismissedAnnouncement.objects.count() == 1
    client.force_login(helper)
    assert "Heed this" in client.get(page).text
    announce(topic, by=moderator, until=until + timedelta(days=1))
    client.force_login(stranger)
    assert "Heed this" in client.get(page).text  # announced anew
