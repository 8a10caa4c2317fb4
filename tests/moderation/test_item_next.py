from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.actions import claim, look_after, report
from moderation.models import ReviewItem

URL = "/moderation/queue/next/"


@pytest.fixture
def wait(make_topic, make_member):
    def make(reason="unkind", by=None, **columns):
        made = report(make_topic().posts.get(), reporter=by or make_member(), reason=reason)
        ReviewItem.objects.filter(pk=made.item_id).update(**columns)
        return ReviewItem.objects.get(pk=made.item_id)

    return make


def test_it_is_the_most_urgent_that_one_may_be_given(client, moderator, another, wait):
    look_after(moderator, left_out=["grief"], off_until=None)
    wait("worry", themes=["grief", "exams"])
    wait("worry", by=moderator)
    wait("worry", author=moderator)
    claim(wait("worry"), by=another)
    wait("spam")
    given = wait()
    client.force_login(moderator)

    response = client.post(URL)

    assert response.url == f"/moderation/queue/{given.pk}/"
    assert ReviewItem.objects.get(pk=given.pk).claimed_by == moderator


def test_what_one_just_put_back_is_passed_over(client, moderator, wait):
    first, second = wait(), wait("spam")
    client.force_login(moderator)

    assert (
        client.post(URL, {"past": first.pk, "done": "7"}).url
        == f"/moderation/queue/{second.pk}/?done=7"
    )


def test_nobody_off_duty_is_given_anything(client, moderator, wait):
    item = wait("worry")
    look_after(moderator, left_out=[], off_until=timezone.now() + timedelta(hours=4))
    client.force_login(moderator)

    response = client.post(URL, follow=True)

    assert "You are off duty until" in response.text
    assert ReviewItem.objects.get(pk=item.pk).claimed_by is None


def test_when_nothing_is_free_it_says_so(client, moderator):
    client.force_login(moderator)
    assert "Nothing else is free for you" in client.post(URL, follow=True).text
