from celery import shared_task

from . import actions


@shared_task
def flag_unled() -> None:
    """Daily: note groups that nobody has looked after for two weeks."""
    actions.flag_unled()
