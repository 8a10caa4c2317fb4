"""What is decided about an item: once, by one person, and taken back by them for half a minute."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import (
    CleanUp,
    Decision,
    ItemNote,
    NormRule,
    Priority,
    Report,
    ReviewItem,
    Sanction,
    Step,
)
from moderation.registry import Act, content_of
from peersupport.activity.actions import record
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member

from .items import locked_item
from .sanctions import impose, lift

FIRST_FOLLOW_UP = timedelta(days=1)
State = Decision.State
TAKEN_BACK = {  # what a decision is called once this was done to it
    Sanction.Lifted.UNDONE: State.UNDONE,
    Sanction.Lifted.CHANGED: State.CHANGED,
    Sanction.Lifted.OVERTURNED: State.OVERTURNED,
}


@transaction.atomic
def decide(
    item: ReviewItem,
    *,
    by: Member,
    version: int,
    act: Act = Act.KEEP,
    step: Step = Step.NOTHING,
    norm: NormRule | None = None,
    facts: str = "",
    choice: str = "",
    days: int | None = None,
    limits: Iterable[str] = (),
    automation: str = "",
) -> Decision:
    """Decide about an item: what becomes of the thing, and what it means for who made it.

    Raises Conflict with the decision that stands when somebody was first; with None when the item
    changed since `version`, such as by another report.
    """
    item, facts, limits = locked_item(item), facts.strip(), sorted(set(limits))
    _refuse_unless_theirs(item, by, version)
    target = item.target
    _refuse_what_is_closed(item, target, by, act, step)
    _refuse_what_is_missing(item, act, step, norm, facts)
    _refuse_wrong_length(step, days, limits)
    decision = Decision.objects.create(
        item=item, target_type=item.target_type, target_id=item.target_id, about=item.author,
        made_by=by, act=act, step=step, norm=norm, facts=facts, automation=automation,
    )  # fmt: skip
    if target is not None and (act != Act.KEEP or content_of(target).acts_on_keep):
        decision.undo_facts = content_of(target).carry_out(
            target, act, by=by, choice=choice, reason=facts
        )
        decision.save(update_fields=["undo_facts"])
    impose(decision, step=step, days=days, limits=limits)
    _close(item, decision)
    record(
        "moderation.decided", actor=by, target=decision, item=item.pk, act=str(act), step=str(step),
        norm=norm.key if norm else "", days=days, limits=limits, about=item.author_id,
    )  # fmt: skip
    return decision


def _refuse_unless_theirs(item: ReviewItem, by: Member, version: int) -> None:
    """Whether this person may decide this item, in this version, now."""
    if not rules.can_decide(by, item):
        raise Refused(_("This is for those who moderate here and have no part in it."))
    if not item.is_open:
        raise Conflict(decision_that_stands(item))
    if item.is_claimed() and item.claimed_by_id != by.pk:
        text = _("%(name)s works on this until %(until)s.")
        until = timezone.localtime(item.claimed_until).strftime("%H:%M")
        raise Refused(text % {"name": item.claimed_by, "until": until})
    if item.version != version:
        raise Conflict(None)


def _refuse_what_is_closed(
    item: ReviewItem, target: models.Model | None, by: Member, act: Act, step: Step
) -> None:
    acts: Collection[Act] = [Act.KEEP] if target is None else content_of(target).acts_for(target)
    if act not in rules.acts_open_to(by, item, acts):
        raise Refused(_("This cannot be done to it, or it is no longer there."))
    if step not in rules.steps_open_to(by, item):
        raise Refused(_("This step is not open to you here. Choose another, or hand it on."))


def _refuse_what_is_missing(
    item: ReviewItem, act: Act, step: Step, norm: NormRule | None, facts: str
) -> None:
    """Who is restricted learns why; what was urgent says what was done, whatever came of it."""
    is_urgent = item.priority <= Priority.RISK
    says_nothing = act == Act.KEEP and step == Step.NOTHING
    if not facts and (is_urgent or not says_nothing):
        raise Refused(_("Say what happened, in a sentence or two."))
    restricts = act != Act.KEEP or step not in {Step.NOTHING, Step.MESSAGE}
    if restricts and norm is None:
        raise Refused(_("Choose the norm that this is about."))


def _refuse_wrong_length(step: Step, days: int | None, limits: Collection[str]) -> None:
    open_to = rules.days_open_to(step)
    if open_to and days not in open_to:
        raise Refused(rules.length_in_words(step))
    if step == Step.LIMIT and not limits:
        raise Refused(_("Choose at least one thing that is limited."))


def decision_that_stands(item: ReviewItem) -> Decision | None:
    """The decision about an item that was not taken back: its own, or that of a clean-up."""
    ours = models.Q(item=item) | models.Q(clean_up__items__contains=[item.pk])
    decisions = Decision.objects.filter(ours).exclude(state=State.UNDONE)
    return decisions.select_related("made_by", "about", "norm").first()


def _close(item: ReviewItem, decision: Decision) -> None:
    """The item and its reports are done with, at the minute of the decision."""
    item.state, item.decided_at = ReviewItem.State.DECIDED, decision.made_at
    item.version += 1
    if item.priority <= Priority.RISK and item.follow_up_on is None:
        item.follow_up_on = timezone.localdate() + FIRST_FOLLOW_UP
    item.claimed_by = item.claimed_until = None
    item.looked_at = item.looked_at or decision.made_at
    item.save(
        update_fields=[
            "state", "decided_at", "version", "follow_up_on", "claimed_by", "claimed_until",
            "looked_at",
        ]
    )  # fmt: skip
    item.reports.open().update(
        state=Report.State.CLOSED, closed_at=decision.made_at, closed_by=decision.made_by
    )


@transaction.atomic
def undo(decision: Decision, *, by: Member) -> Decision:
    """Take a decision back at once, before anybody was told: all is as it was, and it is theirs."""
    item = locked_item(decision.item)
    decision = _locked(decision)
    if decision.state == State.UNDONE and decision.made_by_id == by.pk:
        return decision
    if not rules.can_undo(by, decision) or decision.told_at is not None:
        raise Refused(
            _("This can no longer be taken back at once: it has been told to whom it concerns.")
        )
    take_back(decision, by=by, why=Sanction.Lifted.UNDONE)
    for each in [item, *_closed_along(decision)]:
        _open_again(each, decision, by)
    record("moderation.undone", actor=by, target=decision, item=item.pk)
    return _locked(decision)


def _closed_along(decision: Decision) -> list[ReviewItem]:
    """Other items that a clean-up was done with."""
    done = CleanUp.objects.filter(decision=decision).first()
    rows = ReviewItem.objects.filter(pk__in=done.items if done else []).order_by("pk")
    return list(rows.select_for_update(of=["self"]))


def _open_again(item: ReviewItem, decision: Decision, by: Member) -> None:
    """The item waits again, with its reports, and with what came in meanwhile."""
    _join_newer(item)
    now_open = Report.objects.filter(item=item, state=Report.State.OPEN).values("reporter")
    closed = item.reports.filter(closed_at=decision.made_at, closed_by=decision.made_by)
    closed.exclude(reporter__in=now_open).update(
        state=Report.State.OPEN, closed_at=None, closed_by=None
    )
    item.state, item.decided_at, item.follow_up_on = ReviewItem.State.OPEN, None, None
    item.claimed_by, item.claimed_until = by, timezone.now() + ReviewItem.CLAIM_FOR
    item.version += 1
    item.save(
        update_fields=[
            "state", "decided_at", "follow_up_on", "claimed_by", "claimed_until", "version",
            "report_count", "priority", "themes", "look_by", "act_by",
        ]
    )  # fmt: skip


def _join_newer(item: ReviewItem) -> None:
    """Somebody reported the same thing within the half minute: one thing has one open item."""
    items = ReviewItem.objects.filter(
        target_type=item.target_type_id, target_id=item.target_id, state=ReviewItem.State.OPEN
    )
    newer = items.exclude(pk=item.pk).select_for_update(of=["self"]).first()
    if newer is None:
        return
    Report.objects.filter(item=newer).update(item=item)
    ItemNote.objects.filter(item=newer).update(item=item)
    item.report_count += newer.report_count
    item.priority = min(item.priority, newer.priority)
    item.look_by, item.act_by = min(item.look_by, newer.look_by), min(item.act_by, newer.act_by)
    item.themes = sorted({*item.themes, *newer.themes})
    newer.delete()


@transaction.atomic
def take_back(
    decision: Decision,
    *,
    by: Member,
    why: Sanction.Lifted,
    sanctions: Iterable[Sanction] | None = None,
    content: bool = True,
) -> Decision:
    """Undo what was done to the thing (`content`) and end `sanctions`, all of them if none are named.

    Whoever calls says `why` and asked whether this person may. What is done once is not done again.
    """
    decision = _locked(decision)
    if content and decision.act_stands:
        if (target := decision.target) is not None:
            content_of(target).take_back(target, Act(decision.act), decision.undo_facts, by=by)
        decision.act_undone_at = timezone.now()
    if content:
        _show_cleaned(decision, by)
    for sanction in list(decision.sanctions.all() if sanctions is None else sanctions):
        if sanction.decision_id != decision.pk:
            raise ValueError("a sanction of another decision")
        lift(sanction, why=why, by=by)
    decision.state, decision.undone_at = TAKEN_BACK[why], timezone.now()
    decision.save(update_fields=["act_undone_at", "state", "undone_at"])
    return decision


def _show_cleaned(decision: Decision, by: Member) -> None:
    """Show again what a clean-up hid besides, the latest first, where nobody did more to it since."""
    done = CleanUp.objects.select_for_update(of=["self"]).in_force().filter(decision=decision)
    for each in done:
        for label, pk, facts in reversed(each.hidden):
            thing = apps.get_model(label)._default_manager.filter(pk=pk).first()
            if thing is not None:
                content_of(thing).take_back(thing, Act.HIDE, facts, by=by)
        each.undone_at, each.undone_by = timezone.now(), by
        each.save(update_fields=["undone_at", "undone_by"])
        record("moderation.clean_up_undone", actor=by, target=decision, member=each.member_id)


def _locked(decision: Decision) -> Decision:
    rows = Decision.objects.select_for_update(of=["self"])
    return rows.select_related("item", "about", "made_by", "norm", "target_type").get(
        pk=decision.pk
    )
