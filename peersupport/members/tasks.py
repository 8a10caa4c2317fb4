from celery import shared_task

from . import actions
from .sessions import SessionStore


@shared_task
def settle_factor_resets() -> None:
    """Hourly: take away second factors whose reset nobody stopped within a day."""
    actions.settle_factor_resets()


@shared_task
def forget_expired_sessions() -> None:
    """Nightly: what browsers kept with us and did not use for two weeks."""
    SessionStore.clear_expired()


@shared_task
def forget_old_invitations() -> None:
    """Nightly: delete invitations that ended a month ago."""
    actions.forget_old_invitations()
