"""Write down what happened, in the transaction in which it happens; settle it afterwards."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from peersupport.core.logs import trace_id
from peersupport.core.wake import wake
from peersupport.members.models import Member

from .models import Activity

log = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(hours=6)

# What the staff's log lists: all of these areas but what members do there, and deeds elsewhere.
AUDITED_AREAS = ("moderation.", "administration.")
DONE_BY_MEMBERS = {
    "moderation.reported", "moderation.norms_accepted", "moderation.appealed",
    "moderation.appeal_said", "moderation.appeal_withdrawn",
}  # fmt: skip
DONE_FOR_A_PLACE = {
    "forums.locked", "forums.unlocked", "forums.pinned", "forums.unpinned", "forums.moved",
    "forums.split", "forums.merged", "forums.announced", "forums.announcement_ended",
    "forums.ways_changed", "forums.tags_merged", "rooms.line_hidden", "rooms.line_shown",
    "rooms.paused", "rooms.pause_ended", "groups.removed",
}  # fmt: skip

Reactions = Mapping[str, Iterable[Callable[[Activity], None]]]


def record(
    verb: str, *, actor: Member | None, target: models.Model | None = None, **data: Any
) -> Activity:
    """Record that `actor` did `verb` to `target`. Whoever reacts does so later, perhaps twice."""
    activity = Activity.objects.create(
        verb=verb, actor=actor, target=target, data=data, is_audited=is_audited(verb),
        request_id=trace_id(),
    )  # fmt: skip
    wake("peersupport.reactions.settle")
    return activity


def is_audited(verb: str) -> bool:
    """Whether the staff's log lists what is done under this verb."""
    if verb in DONE_BY_MEMBERS:
        return False
    return verb in DONE_FOR_A_PLACE or verb.startswith(AUDITED_AREAS)


def settle_next(reactions: Reactions) -> bool:
    """Run every reaction to the oldest waiting activity. Return False when none waits."""
    with transaction.atomic():
        activity = (
            Activity.objects.waiting().select_for_update(skip_locked=True).order_by("pk").first()
        )
        if activity is None:
            return False
        try:
            with transaction.atomic():
                for react in reactions.get(activity.verb, ()):
                    react(activity)
        except Exception:
            log.exception("reaction_failed", extra={"activity": activity.pk})
            activity.attempts += 1
            wait = min(timedelta(minutes=2 ** min(activity.attempts, 12)), LONGEST_WAIT)
            activity.retry_at = timezone.now() + wait
        else:
            activity.settled_at = timezone.now()
        activity.save(update_fields=["attempts", "retry_at", "settled_at"])
    return True
