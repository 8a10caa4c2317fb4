from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def flag_missing_reviews() -> None:
    """Every quarter of an hour: emergencies that nobody has reviewed within a day."""
    actions.flag_missing_reviews()


@shared_task
def publish_months() -> None:
    """Each night: what everybody may know of a month of moderation, a week after its end."""
    actions.publish_finished_months(timezone.localdate())
