"""Wake a worker for a row that is committed; never wait for Redis and never fail because of it."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis import RedisError

log = logging.getLogger(__name__)


def wake(task: str, *ids: int) -> None:
    """Queue the task of that name once the current transaction is committed.

    A name, not the task: actions lie below tasks. When Redis is away, the sweep finds the row.
    """

    def send() -> None:
        try:
            current_app.send_task(task, ids, retry=False)
        except (OperationalError, RedisError, OSError):
            log.warning("worker_not_woken", extra={"task": task})

    transaction.on_commit(send)
