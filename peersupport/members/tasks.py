from celery import shared_task

from . import actions


@shared_task
def settle_factor_resets() -> None:
    """Hourly: take away second factors whose reset nobody stopped within a day."""
    actions.settle_factor_resets()
