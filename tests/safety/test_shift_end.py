from django.urls import reverse
from django.utils import timezone

from moderation.safety.models import Shift


def test_ends_what_runs_and_leaves_what_is_planned(
    client, moderator, another_moderator, make_shift
):
    running, later, theirs = (
        make_shift(moderator),
        make_shift(moderator, 5, 7),
        make_shift(another_moderator),
    )
    client.force_login(moderator)

    client.post(reverse("safety:shift_end"))

    now = timezone.now()
    assert set(Shift.objects.coming(now)) == {later, theirs}
    assert Shift.objects.get(pk=running.pk).ends_at <= now
