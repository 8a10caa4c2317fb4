from celery import shared_task

from . import actions


@shared_task
def raise_alerts() -> None:
    """Every minute: what cannot wait and nobody has looked at."""
    actions.raise_alerts()


@shared_task
def write_duty() -> None:
    """Every minute: what pages say of who is on duty, so that they know it is fresh."""
    actions.write_duty()
