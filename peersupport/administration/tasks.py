from celery import shared_task

from . import actions
from .letters import tell_of_role


@shared_task
def end_expired_roles() -> None:
    """Hourly: end the roles whose last day is over, and write to who had them."""
    for member in actions.end_expired_roles():
        tell_of_role(member)
