"""Discussions that open, sink and close by the clock."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, Prompt, Topic, days_later
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.core.wake import wake
from peersupport.members.models import Member

from .locking import changed, locked_topic
from .polls import PollFacts
from .writing import start_topic

log = logging.getLogger(__name__)

RUN = "forums.tasks.run_prompts"
PATIENCE = timedelta(days=1)  # how long one waits that only a limit of the hour keeps from opening


@transaction.atomic
def schedule_prompt(
    category: Category,
    *,
    author: Member,
    opens_at: datetime | None = None,
    weeks: int = 1,
    poll: PollFacts | None = None,
    **facts: Any,
) -> Prompt:
    """Write a prompt, once or for so many weeks at the same time of day. Returns the first."""
    _refuse_who_may_not(author, category)
    first, series = opens_at or timezone.now(), uuid.uuid4()
    prompts = [
        Prompt.objects.create(
            category=category, author=author, opens_at=days_later(first, 7 * week, author.time_zone),
            zone=author.time_zone, series=series, **_poll_columns(poll), **facts,
        )
        for week in range(weeks)
    ]  # fmt: skip
    for prompt in prompts:
        record("forums.prompt_scheduled", actor=author, target=prompt, category=category.pk)
    if opens_at is None:
        wake(RUN)
    return prompts[0]


@transaction.atomic
def edit_prompt(
    prompt: Prompt,
    *,
    by: Member,
    opens_at: datetime | None = None,
    poll: PollFacts | None = None,
    **facts: Any,
) -> Prompt:
    """Change a prompt that has not opened yet: its writer's words, so only the writer does."""
    prompt = _locked(prompt)
    if not rules.can_edit_prompt(by, prompt):
        raise Refused(_("This prompt can no longer be changed."))
    facts |= {"opens_at": opens_at or timezone.now(), "zone": by.time_zone} | _poll_columns(poll)
    for name, value in facts.items():
        setattr(prompt, name, value)
    prompt.save(update_fields=list(facts))
    record("forums.prompt_edited", actor=by, target=prompt, category=prompt.category_id)
    if opens_at is None:
        wake(RUN)
    return prompt


@transaction.atomic
def cancel_prompt(prompt: Prompt, *, by: Member, with_later: bool = False) -> int:
    """Take a prompt back before it opens, `with_later` its later weeks too. Returns how many."""
    prompt = _locked(prompt)
    if not rules.can_cancel_prompt(by, prompt):
        raise Refused(_("This prompt is no longer waiting to open."))
    prompts = [prompt]
    if with_later:
        later = Prompt.objects.select_for_update(of=["self"]).filter(
            series=prompt.series, opens_at__gt=prompt.opens_at, state=Prompt.State.SCHEDULED
        )
        prompts += list(later.order_by("pk"))
    for each in prompts:
        _set(each, state=Prompt.State.CANCELLED)
        record("forums.prompt_cancelled", actor=by, target=each, category=each.category_id)
    return len(prompts)


def run_prompts(now: datetime | None = None) -> int:
    """Do what is due: open, take from the top, close. Returns with how many it did something.

    Each in its own transaction, under its row's lock and by its state: two workers at once, a run
    that comes late or one that comes twice do everything once.
    """
    now = now or timezone.now()
    return sum(_run(pk, now) for pk in list(Prompt.objects.due(now).values_list("pk", flat=True)))


def _run(pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            due = Prompt.objects.due(now).select_for_update(of=["self"], skip_locked=True)
            prompt = due.filter(pk=pk).select_related("category", "author").first()
            if prompt is None:
                return False  # another worker is at it, or was
            if prompt.is_scheduled:
                return _open(prompt, now)
            return _end(prompt, now)
    except Exception:  # the others open all the same
        log.exception("prompt_failed", extra={"prompt": pk})
        return False


def _open(prompt: Prompt, now: datetime) -> bool:
    """Start its topic as its writer, if they still may: what was allowed once is asked again."""
    writer, reason = prompt.author, rules.why_not_open(prompt)
    if writer is None or reason:
        return _refuse(prompt, reason)
    unpin_at = _end_of(prompt, prompt.pinned_days, now)
    closes_at = _end_of(prompt, prompt.open_days, now) if prompt.open_days else None
    try:
        topic = start_topic(
            prompt.category, author=writer, title=prompt.title, body=prompt.body,
            poll=_poll_of(prompt, closes_at), submit_token=prompt.token,
        )  # fmt: skip
    except Refused:
        late = now - prompt.opens_at > PATIENCE
        return _refuse(prompt, Prompt.Reason.LIMITS) if late else False
    Topic.objects.filter(pk=topic.pk).update(is_prompt=True, is_pinned=True)
    changed(topic)
    _set(
        prompt, state=Prompt.State.OPEN, topic=topic, opened_at=now, unpin_at=unpin_at,
        closes_at=closes_at,
    )  # fmt: skip
    record("forums.prompt_opened", actor=writer, target=topic, prompt=prompt.pk)
    record("forums.pinned", actor=writer, target=topic, prompt=prompt.pk)
    return True


def _end_of(prompt: Prompt, days: int, now: datetime) -> datetime:
    """So many days after it should have opened; where it opened too late for that, after now."""
    planned = prompt.after(days, prompt.opens_at)
    return planned if planned > now else prompt.after(days, now)


def _refuse(prompt: Prompt, reason: str) -> bool:
    _set(prompt, state=Prompt.State.REFUSED, reason=reason)
    record("forums.prompt_refused", actor=None, target=prompt, reason=reason)
    return True


def _end(prompt: Prompt, now: datetime) -> bool:
    """Take it from the top; close it when its time is over. What a moderator did already stays."""
    topic = locked_topic(prompt.topic) if prompt.topic else None
    is_closing = prompt.closes_at is not None and prompt.closes_at <= now
    if topic is not None:
        if topic.is_pinned:
            _set(topic, is_pinned=False)
            record("forums.unpinned", actor=None, target=topic, prompt=prompt.pk)
        if is_closing and not topic.is_locked:
            _set(topic, is_locked=True)
            record("forums.locked", actor=None, target=topic, prompt=prompt.pk)
        changed(topic)
    is_over = is_closing or prompt.closes_at is None
    state = Prompt.State.OVER if is_over else Prompt.State.OPEN
    _set(prompt, state=state, unpin_at=None)
    return True


def _poll_of(prompt: Prompt, closes_at: datetime | None) -> PollFacts | None:
    if not prompt.poll_question:
        return None
    return PollFacts(
        question=prompt.poll_question, options=prompt.options, closes_at=closes_at,
        is_multiple=prompt.poll_is_multiple, can_change=prompt.poll_can_change,
        is_hidden=prompt.poll_is_hidden,
    )  # fmt: skip


def _poll_columns(poll: PollFacts | None) -> dict[str, Any]:
    if poll is None:
        return {"poll_question": "", "poll_options": ""}
    return {
        "poll_question": poll.question, "poll_options": "\n".join(poll.options),
        "poll_is_multiple": poll.is_multiple, "poll_is_hidden": poll.is_hidden,
        "poll_can_change": poll.can_change,
    }  # fmt: skip


def _refuse_who_may_not(author: Member, category: Category) -> None:
    if not author.has_accepted_norms:
        raise Refused(_("Read and agree to the community norms first; then you can write."))
    if not rules.can_run_prompts(author, category):
        raise Refused(_("Prompts in this category are for others to write."))


def _locked(prompt: Prompt) -> Prompt:
    prompts = Prompt.objects.select_for_update(of=["self"]).select_related("category")
    return prompts.get(pk=prompt.pk)


def _set(row: Prompt | Topic, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
