import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from peersupport.activity.actions import record
from peersupport.activity.models import Activity


@pytest.fixture
def activity(stranger):
    return record("area.done", actor=stranger, number=1)


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "area.undone"}, {"data": {"number": 2}}, {"actor": None}, {"target_id": 7},
        {"happened_at": timezone.now()}, {"verb": "x", "settled_at": timezone.now()},
    ],
)  # fmt: skip
def test_what_happened_cannot_be_changed(activity, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(**change)

    activity.refresh_from_db()
    assert (activity.verb, activity.data) == ("area.done", {"number": 1})


def test_no_row_can_be_deleted(activity):
    with pytest.raises(DatabaseError), transaction.atomic():
        activity.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.all().delete()

    assert Activity.objects.filter(pk=activity.pk).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE activity_activity CASCADE",
        "DELETE FROM activity_activity",
        "UPDATE activity_activity SET verb = 'x'",
    ],
)
def test_plain_sql_cannot_either(activity, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Activity.objects.filter(pk=activity.pk, verb="area.done").exists()


def test_settling_it_can_be_noted(activity):
    now = timezone.now()

    Activity.objects.filter(pk=activity.pk).update(settled_at=now, retry_at=now, attempts=2)

    activity.refresh_from_db()
    assert (activity.settled_at, activity.retry_at, activity.attempts) == (now, now, 2)
