from django.urls import reverse

from forums.actions import let_through, submit_topic
from forums.models import HeldPost
from moderation.models import ReviewItem


def test_asks_then_takes_it_back_and_nobody_has_to_look(client, make_category, helper, moderator):
    held = submit_topic(make_category(hold="all"), author=helper, title="T", body="Words.").what
    address = reverse("forums:held_withdraw", args=[held.pk])
    client.force_login(helper)
    assert "T Words." in client.get(address).text
    assert HeldPost.objects.exists()

    client.post(address)

    assert not HeldPost.objects.exists()
    assert not ReviewItem.objects.open().exists()


def test_what_was_posted_meanwhile_stays(client, make_category, helper, moderator):
    held = submit_topic(make_category(hold="all"), author=helper, title="T", body="Words.").what
    let_through(held, by=moderator)
    client.force_login(helper)

    response = client.post(reverse("forums:held_withdraw", args=[held.pk]))

    assert response.url == held.get_absolute_url()
    assert HeldPost.objects.exists()
