"""A worker that dies while it sends: nothing is lost, and next to nothing goes twice."""

import os
import signal
from collections import Counter

from .conftest import eventually

LETTERS = 200
QUEUE = f"""
from django.db import transaction
from peersupport.notifications.actions import post_account_mail
with transaction.atomic():
    for number in range({LETTERS}):
        post_account_mail(
            key=f"drill:{{number}}", address="drill@demo.example", subject="A drill", text="Words."
        )
"""
SENT = (
    "SELECT count(*) FROM notifications_letter WHERE starts_with(key, 'drill:') AND state = 'sent'"
)


def test_a_killed_worker_loses_no_letter(site):
    worker = site.pid("worker")
    site.manage("shell", "-v0", "-c", QUEUE)
    eventually(lambda: site.sql(SENT) > [(LETTERS // 4,)], every=0.02)

    os.killpg(worker, signal.SIGKILL)
    [(before,)] = site.sql(SENT)
    eventually(lambda: site.sql(SENT) == [(LETTERS,)], 60)

    assert before < LETTERS, "it was done before it was killed"
    assert site.pid("worker") != worker
    times = Counter(name for name in site.message_ids() if name.startswith("<drill."))
    assert set(times) == {f"<drill.{number}@127.0.0.1>" for number in range(LETTERS)}
    assert sum(times.values()) <= LETTERS + 1
    site.wait_until_well()
