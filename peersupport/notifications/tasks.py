from celery import shared_task

from . import actions


@shared_task
def deliver_waiting(limit: int = 200) -> None:
    """Send letters that wait. Several workers may do so at once; each letter has one lease."""
    for _ in range(limit):
        if not actions.deliver_next():
            return
