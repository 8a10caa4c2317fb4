from django.urls import reverse

from moderation.safety.models import Shift


def test_takes_hours_out_of_the_plan(client, moderator, make_shift):
    shift = make_shift(moderator, 5, 7)
    client.force_login(moderator)

    client.post(reverse("safety:shift_cancel", args=[shift.pk]))

    assert not Shift.objects.exists()


def test_those_of_somebody_else_stay(client, moderator, another_moderator, make_shift):
    shift = make_shift(another_moderator, 5, 7)
    client.force_login(moderator)

    client.post(reverse("safety:shift_cancel", args=[shift.pk]))

    assert Shift.objects.exists()
