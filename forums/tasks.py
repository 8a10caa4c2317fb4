from celery import shared_task

from . import actions


@shared_task
def remind() -> None:
    """Every minute: tell people of the posts they wanted to be reminded of."""
    while actions.remind_next():
        pass


@shared_task
def settle_trust() -> None:
    """Nightly: count what members did and judge their trust levels by it."""
    actions.settle_trust()


@shared_task
def run_prompts() -> None:
    """Every minute: open the prompts that are due, take them from the top again, close them."""
    actions.run_prompts()
