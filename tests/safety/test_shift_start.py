from django.urls import reverse

from moderation.safety.models import Shift

START = reverse("safety:shift_start")


def test_says_that_one_is_there(client, moderator):
    client.force_login(moderator)

    client.post(START, {"hours": "4"})

    shift = Shift.objects.get()
    assert shift.member == moderator
    assert "Go off duty" in client.get(reverse("safety:shift_list")).text


def test_nobody_is_there_for_a_week(client, moderator):
    client.force_login(moderator)

    assert client.post(START, {"hours": "168"}).status_code == 422
    assert not Shift.objects.exists()
