from datetime import timedelta

import pytest
from django.utils import timezone

from peersupport.activity.actions import record
from peersupport.notifications.models import Kind, Letter, Notice, Watch


@pytest.fixture
def notice(stranger, topic):
    activity = record("area.done", actor=None)
    return Notice.objects.create(
        recipient=stranger, kind=Kind.REPLY, activity=activity, target=topic
    )


def test_notices_are_for_their_recipient(notice, stranger, administrator):
    assert Notice.objects.visible_to(stranger).get() == notice
    assert not Notice.objects.visible_to(administrator).exists()


def test_a_notice_is_unread_until_it_is_read(notice):
    assert Notice.objects.unread().get() == notice
    Notice.objects.update(read_at=timezone.now())
    assert not Notice.objects.unread().exists()


@pytest.mark.parametrize(
    ("state", "due_in", "leased_for", "waits"),
    [
        ("waiting", -1, None, True), ("waiting", 1, None, False), ("waiting", -1, 1, False),
        ("waiting", -1, -1, True), ("sent", -1, None, False), ("dropped", -1, None, False),
        ("failed", -1, None, False),
    ],
)  # fmt: skip
def test_a_letter_waits_while_it_is_due_and_nobodys(db, state, due_in, leased_for, waits):
    now = timezone.now()
    Letter.objects.create(
        key="k", kind=Kind.REPLY, state=state, due_at=now + timedelta(minutes=due_in),
        leased_until=now + timedelta(minutes=leased_for) if leased_for else None,
    )  # fmt: skip

    assert Letter.objects.waiting().exists() == waits


def test_a_watch_is_on_one_thing_of_one_kind(stranger, topic, category):
    kept = Watch.objects.create(member=stranger, target=topic, level=Watch.Level.FOLLOWING)
    Watch.objects.create(member=stranger, target=category, level=Watch.Level.FOLLOWING)

    assert Watch.objects.on(topic).get(member=stranger) == kept
    assert not Watch.objects.on(topic).filter(member=stranger).exclude(pk=kept.pk).exists()
