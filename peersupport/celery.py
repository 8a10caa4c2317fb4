"""Celery wakes workers up; the work itself waits in PostgreSQL rows."""

import os

from celery import Celery, signals
from celery.beat import Scheduler

from .core.health import beat_heart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersupport.settings")

app = Celery("commonroom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["peersupport"], related_name="reactions")
app.autodiscover_tasks(["peersupport"], related_name="privacy")


@signals.heartbeat_sent.connect
@signals.worker_ready.connect
def worker_is_alive(**kwargs):
    beat_heart("worker")


class Clock(Scheduler):
    """Beat's own scheduler, in memory, that also says it is alive."""

    def tick(self, *args, **kwargs):
        beat_heart("beat")
        return min(super().tick(*args, **kwargs), 5)
