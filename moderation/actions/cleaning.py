"""Cleaning up after a spammer: all that one member made in the last days, hidden as one act."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import CleanUp, Decision, Priority, Report, ReviewItem, Sanction, Step
from moderation.registry import Act, content_of, contents
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .decisions import decide, take_back

DAYS = range(1, 31)


@transaction.atomic
def clean_up(item: ReviewItem, *, by: Member, version: int, since_days: int, **how: Any) -> CleanUp:
    """Decide about an item and hide with it what its author made in the last `since_days` days.

    `how` is what `decide` takes besides; what is done to the thing is hiding it. One decision, one
    statement. Raises Conflict as `decide` does: of two at once, the second learns who was first.
    """
    if not rules.is_moderator(by):
        raise Refused(_("Cleaning up reaches beyond one place: it is for moderators of the site."))
    if item.author is None or since_days not in DAYS:
        raise Refused(_("Choose between 1 and 30 days of somebody who has an account here."))
    waiting = _locked_items_about(
        item.author
    )  # before anything they are about: no two wait crosswise
    decision = decide(item, by=by, version=version, act=_act_on(item, how), **how)
    since = decision.made_at - timedelta(days=since_days)
    hidden = list(_hide_all(item.author, since, by, how.get("facts", "")))
    done = CleanUp.objects.create(
        decision=decision, member=item.author, since=since, made_at=decision.made_at, hidden=hidden,
        items=[each.pk for each in waiting if _closes(each, hidden, item, by, decision)],
    )  # fmt: skip
    record(
        "moderation.cleaned_up", actor=by, target=decision, member=item.author.pk, days=since_days,
        hidden=len(hidden), items=done.items,
    )  # fmt: skip
    return done


def _locked_items_about(author: Member) -> list[ReviewItem]:
    rows = ReviewItem.objects.filter(author=author).open().order_by("pk")
    return list(rows.select_for_update(of=["self"]))


def _act_on(item: ReviewItem, how: dict[str, Any]) -> Act:
    """Hide the thing itself as well; where it cannot be hidden, the person must hear something."""
    target = item.target
    acts = content_of(target).acts_for(target) if target is not None else []
    if Act.HIDE in acts and not getattr(target, "is_gone", False):
        return Act.HIDE
    if how.get("step", Step.NOTHING) in {Step.NOTHING, Step.MESSAGE}:
        raise Refused(_("Choose what it means for the person as well."))
    return Act.KEEP


def _hide_all(author: Member, since: datetime, by: Member, reason: str) -> Iterator[list[Any]]:
    """Kind, id and what undoes it of each thing. What somebody hid meanwhile is theirs.

    All are found first: a topic goes out of sight with its last post, and is a thing of its own.
    """
    found = [
        (content, thing)
        for content in contents().values()
        for thing in content.made_since(author, since)
        if Act.HIDE in content.acts_for(thing)
    ]
    for content, thing in found:
        try:
            with transaction.atomic():
                facts = content.carry_out(thing, Act.HIDE, by=by, choice="", reason=reason)
        except Refused:
            continue
        yield [thing._meta.label, thing.pk, facts]


def _closes(
    other: ReviewItem, hidden: list[list[Any]], item: ReviewItem, by: Member, decision: Decision
) -> bool:
    """Whether another item is done with by this: what may be urgent never is, nor what is theirs."""
    about = ContentType.objects.get_for_id(other.target_type_id).model_class()
    label = about._meta.label if about else ""
    is_hidden = [label, other.target_id] in [each[:2] for each in hidden]
    if other.pk == item.pk or other.priority <= Priority.RISK or not is_hidden:
        return False
    if not rules.can_decide(by, other):
        return False
    other.state, other.decided_at = ReviewItem.State.DECIDED, decision.made_at
    other.claimed_by = other.claimed_until = None
    other.version += 1
    other.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until", "version"])
    other.reports.open().update(
        state=Report.State.CLOSED, closed_at=decision.made_at, closed_by=decision.made_by
    )
    return True


@transaction.atomic
def undo_clean_up(done: CleanUp, *, by: Member) -> CleanUp:
    """Show again what it hid and nobody changed since, within 30 days. What the decision means for
    the person stays as it is. Done twice, it is done once."""
    decision = Decision.objects.select_for_update(of=["self"]).get(pk=done.decision_id)
    done = CleanUp.objects.select_for_update(of=["self"]).get(pk=done.pk)
    if done.undone_at is not None:
        return done
    if not rules.is_moderator(by) or by.pk == done.member_id:
        raise Refused(_("This is for moderators of the site."))
    if timezone.now() >= done.undo_until:
        raise Refused(_("After 30 days a clean-up is not undone as a whole any more."))
    take_back(decision, by=by, why=Sanction.Lifted.CHANGED, sanctions=[])
    return CleanUp.objects.get(pk=done.pk)
