from datetime import timedelta

from django.utils import timezone

from moderation.actions import look_after
from moderation.models import Care

URL = "/moderation/queue/care/"


def test_one_leaves_themes_to_others_and_rests(client, moderator):
    client.force_login(moderator)

    response = client.post(URL, {"left_out": ["grief", "eating"], "rest": "4"}, follow=True)

    care = Care.objects.get(member=moderator)
    assert care.left_out == ["eating", "grief"]
    assert timedelta(hours=3.9) < care.off_until - timezone.now() < timedelta(hours=4.1)
    assert "Eating and body image, Loss and grief" in response.text
    assert "You are off duty until" in response.text


def test_a_rest_goes_on_unless_one_ends_it(client, moderator):
    until = timezone.now() + timedelta(days=2)
    look_after(moderator, left_out=[], off_until=until)
    client.force_login(moderator)

    client.post(URL, {"rest": "stay"})
    assert Care.objects.get().off_until == until
    client.post(URL, {"rest": ""})
    assert Care.objects.get().off_until is None


def test_it_is_nobody_else_s_business(moderator, another):
    look_after(moderator, left_out=["grief"], off_until=None)

    assert not Care.objects.visible_to(another).exists()
