from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task
def flag_missing_reviews() -> None:
    """Every quarter of an hour: emergencies that nobody has reviewed within a day."""
    actions.flag_missing_reviews()


@shared_task
def draw_sample() -> None:
    """Daily: last week's decisions for a second person, unless they are drawn."""
    actions.draw_sample()


@shared_task
def tell_decided() -> None:
    """Every 10 seconds: statements of decisions that can no longer be taken back at once."""
    actions.tell_decided()


@shared_task
def end_sanctions() -> None:
    """Every minute: put on record what is over. It stopped counting on time without this."""
    actions.end_sanctions()


@shared_task
def note_waiting_appeals() -> None:
    """Every 10 minutes: appeals that waited half their time, or all of it."""
    actions.note_waiting_appeals()


@shared_task
def remind_of_restorations() -> None:
    """Every morning: agreements that somebody said they would look at again today."""
    actions.remind_of_restorations()


@shared_task
def publish_months() -> None:
    """Each night: what everybody may know of a month of moderation, a week after its end."""
    actions.publish_finished_months(timezone.localdate())
