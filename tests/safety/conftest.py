from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.safety.models import Shift


@pytest.fixture(autouse=True)
def rota_file(settings, tmp_path):
    """What pages know of the rota is this test's own."""
    settings.DUTY_FILE = tmp_path / "duty.json"
    return settings.DUTY_FILE


@pytest.fixture
def make_shift():
    """Hours from now, such as -1 to 2."""

    def make(member, starts=-1, ends=2, kind=Shift.Kind.DUTY):
        now = timezone.now()
        return Shift.objects.create(
            member=member, kind=kind, starts_at=now + timedelta(hours=starts),
            ends_at=now + timedelta(hours=ends),
        )  # fmt: skip

    return make


@pytest.fixture
def another_moderator(make_member):
    return make_member(display_name="Another moderator", role="moderator")
