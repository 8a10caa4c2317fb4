from datetime import timedelta

import pytest
from django.utils import timezone

from peersupport.activity.actions import record
from peersupport.activity.models import Activity


@pytest.mark.parametrize(
    ("settled", "retry_in", "waits"),
    [
        (False, None, True),
        (False, -1, True),
        (False, 1, False),
        (True, None, False),
        (True, -1, False),
    ],
)
def test_waits_while_unsettled_and_due(db, settled, retry_in, waits):
    record("area.done", actor=None)
    now = timezone.now()
    Activity.objects.update(
        settled_at=now if settled else None,
        retry_at=now + timedelta(minutes=retry_in) if retry_in else None,
    )

    assert Activity.objects.waiting().exists() == waits


def test_finds_what_somebody_did_and_what_was_done(stranger, helper):
    mine = record("area.done", actor=stranger)
    record("area.done", actor=helper)
    record("area.undone", actor=stranger)

    assert Activity.objects.by(stranger).of("area.done").get() == mine
