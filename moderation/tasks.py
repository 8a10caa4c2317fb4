from celery import shared_task

from . import actions


@shared_task
def flag_missing_reviews() -> None:
    """Every quarter of an hour: emergencies that nobody has reviewed within a day."""
    actions.flag_missing_reviews()


@shared_task
def draw_sample() -> None:
    """Daily: last week's decisions for a second person, unless they are drawn."""
    actions.draw_sample()
