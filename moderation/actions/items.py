"""What waits for a moderator: opened by reports, holds and watched terms, worked on by one person."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import rules
from moderation.models import ItemNote, Priority, Report, ReviewItem
from moderation.registry import content_of
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

Reason = Report.Reason
# A worry about somebody is looked at like a risk, whoever reports it and however often they erred.
PRIORITIES = {
    Reason.WORRY: Priority.RISK,
    Reason.HARM: Priority.HARM,
    Reason.UNKIND: Priority.HARM,
    Reason.PRIVACY: Priority.CONFLICT,
    Reason.WRONG: Priority.CONFLICT,
    Reason.SPAM: Priority.CONFLICT,
    Reason.OTHER: Priority.CONFLICT,
}


@transaction.atomic
def open_item(
    target: models.Model,
    *,
    kind: str = ReviewItem.Kind.REPORTED,
    reason: str,
    priority: Priority | None = None,
    themes: Iterable[str] = (),
) -> ReviewItem:
    """The item that waits about a thing: a new one, or the open one, never less urgent than before."""
    wanted = PRIORITIES[Reason(reason)] if priority is None else priority
    item = _open_item_about(target)
    if item is None:
        try:
            with transaction.atomic():
                return _new_item(target, kind, reason, wanted, sorted(set(themes)))
        except IntegrityError:  # somebody else was first
            item = _open_item_about(target)
            if item is None:
                raise
    if wanted < item.priority:
        item.priority, item.reason = wanted, reason
        item.look_by = min(item.look_by, timezone.now() + wanted.first_look)
        item.act_by = min(item.act_by, timezone.now() + wanted.act_within)
        item.alerts, item.looked_at = 0, None  # what somebody looked at was less urgent
    item.themes = sorted({*item.themes, *themes})
    item.version += 1
    item.save(
        update_fields=[
            "priority",
            "reason",
            "look_by",
            "act_by",
            "alerts",
            "looked_at",
            "themes",
            "version",
        ]
    )
    return item


def _open_item_about(target: models.Model) -> ReviewItem | None:
    return ReviewItem.objects.about(target).open().select_for_update(of=["self"]).first()


def _new_item(
    target: models.Model, kind: str, reason: str, priority: Priority, themes: list[str]
) -> ReviewItem:
    content, now = content_of(target), timezone.now()
    place = content.place_of(target)
    item = ReviewItem.objects.create(
        target_type=ContentType.objects.get_for_model(target), target_id=target.pk,
        kind=kind, reason=reason, priority=priority, themes=themes,
        author=content.author_of(target), is_private=content.is_private(target),
        place_type=ContentType.objects.get_for_model(place) if place else None,
        place_id=place.pk if place else None,
        opened_at=now, look_by=now + priority.first_look, act_by=now + priority.act_within,
    )  # fmt: skip
    record("moderation.opened", actor=None, target=item, priority=int(priority), kind=kind)
    return item


def locked_item(item: ReviewItem) -> ReviewItem:
    """The item as it is now, locked until the transaction ends."""
    rows = ReviewItem.objects.select_for_update(of=["self"])
    return rows.select_related("author", "claimed_by", "target_type", "place_type").get(pk=item.pk)


@transaction.atomic
def claim(item: ReviewItem, *, by: Member) -> ReviewItem:
    """Work on an item for a while; asked again, for a while longer. Others see who does."""
    item = locked_item(item)
    _refuse_unless_open(item, by)
    now = timezone.now()
    if item.is_claimed(now) and item.claimed_by_id != by.pk:
        text = _("%(name)s works on this until %(until)s.")
        until = timezone.localtime(item.claimed_until).strftime("%H:%M")
        raise Refused(text % {"name": item.claimed_by, "until": until})
    is_new = item.claimed_by_id != by.pk or not item.is_claimed(now)
    item.claimed_by, item.claimed_until = by, now + ReviewItem.CLAIM_FOR
    item.looked_at = item.looked_at or now
    item.save(update_fields=["claimed_by", "claimed_until", "looked_at"])
    if is_new:
        record("moderation.claimed", actor=by, target=item)
    return item


@transaction.atomic
def take_up(target: models.Model, *, by: Member) -> ReviewItem:
    """A moderator came upon something that nobody reported: it is decided like all the rest."""
    return claim(open_item(target, kind=ReviewItem.Kind.FLAGGED, reason=Reason.OTHER), by=by)


@transaction.atomic
def release(item: ReviewItem, *, by: Member) -> ReviewItem:
    """Give an item back to everybody."""
    item = locked_item(item)
    if item.claimed_by_id == by.pk and item.is_open:
        item.claimed_by = item.claimed_until = None
        item.save(update_fields=["claimed_by", "claimed_until"])
        record("moderation.released", actor=by, target=item)
    return item


@transaction.atomic
def note_look(item: ReviewItem, *, by: Member) -> None:
    """Somebody opened an item. The first look is timed; each at something private is on record."""
    if item.looked_at is None and rules.can_decide(by, item):
        ReviewItem.objects.filter(pk=item.pk, looked_at=None).update(looked_at=timezone.now())
    if item.is_private:
        record("moderation.private_read", actor=by, target=item)


@transaction.atomic
def add_note(item: ReviewItem, *, by: Member, text: str) -> ItemNote:
    """Say something about an item to those who work on it."""
    item = locked_item(item)
    if not rules.can_decide(by, item):
        raise Refused(_("This is for those who moderate here."))
    note = ItemNote.objects.create(item=item, author=by, text=text)
    record("moderation.noted", actor=by, target=item, note=note.pk)
    return note


@transaction.atomic
def drop_item(target: models.Model) -> None:
    """Nobody has to decide any more: who made the thing took it back or put it right."""
    item = _open_item_about(target)
    if item is None or (item.priority <= Priority.RISK and item.looked_at is None):
        return  # a risk waits until a person has looked, whatever became of the words
    item.state, item.decided_at = ReviewItem.State.DECIDED, timezone.now()
    item.claimed_by = item.claimed_until = None
    item.version += 1
    item.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until", "version"])
    record("moderation.dropped", actor=None, target=item)


def _refuse_unless_open(item: ReviewItem, by: Member) -> None:
    if not rules.can_decide(by, item):
        raise Refused(_("This is for those who moderate here and have no part in it."))
    if not item.is_open:
        raise Refused(_("This was decided already."))
