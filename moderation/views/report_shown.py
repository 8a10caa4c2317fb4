"""What became of reports, as the one who made them may know it: in general words, without names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import Decision, Report
from moderation.registry import content_of, contents
from peersupport.members.models import Member

RECEIVED, IN_REVIEW, DECIDED = 1, 2, 3


@dataclass(frozen=True)
class ShownReport:
    """One report of one's own."""

    report: Report
    title: str
    stage: int
    words: str  # what came of it so far
    may_go_on: bool = False  # nothing was done, so one is told what one can do

    @property
    def is_worry(self) -> bool:
        return self.report.reason == Report.Reason.WORRY


def shown_reports(reports: Iterable[Report], member: Member) -> list[ShownReport]:
    """Reports of `ReportQuerySet.with_outcome`. A statement for each kind of thing and of place."""
    rows = list(reports)
    things = _seen([(row.target_type, row.target_id) for row in rows], member)
    items = [row.item for row in rows if row.item and row.item.place_type]
    places = _seen([(item.place_type, item.place_id) for item in items], member)
    return [_shown(row, things, places) for row in rows]


def _seen(keys: list[tuple[ContentType, int]], member: Member) -> dict[tuple[int, int], Any]:
    """Of things by type and number those that this person may see, with what names them."""
    wanted = defaultdict(set)
    for content_type, pk in keys:
        wanted[content_type].add(pk)
    found = {}
    for content_type, pks in wanted.items():
        model = content_type.model_class()
        content = contents().get(model)
        rows = model._default_manager.visible_to(member).filter(pk__in=pks)
        rows = rows.select_related(*content.related) if content and content.related else rows
        found |= {(content_type.pk, row.pk): row for row in rows}
    return found


def _shown(report: Report, things: dict, places: dict) -> ShownReport:
    item = report.item
    thing = things.get((report.target_type_id, report.target_id))
    place = item and places.get((item.place_type_id, item.place_id))
    decision = _decision(report)
    title = _worry_about(place) if report.reason == Report.Reason.WORRY else _title(report, thing)
    was_closed = report.closed_at and not (item and item.standing)
    if decision or was_closed:
        return ShownReport(report, title, DECIDED, *_outcome(report, decision))
    stage = IN_REVIEW if item is not None and item.looked_at else RECEIVED
    return ShownReport(report, title, stage, _so_far(report, stage))


def _decision(report: Report) -> Decision | None:
    """The one that stands and can no longer be taken back at once."""
    decisions = report.item.standing if report.item else []
    before = timezone.now() - Decision.UNDO_WITHIN
    return next((each for each in decisions if each.made_at <= before), None)


def _title(report: Report, thing: Any) -> str:
    if thing is not None:
        return content_of(thing).title_of(thing)
    content = contents().get(report.target_type.model_class())
    return str(content.kind) if content else _("Something that is no longer there")


def _worry_about(place: Any) -> str:
    """Without a name: somebody may look over one's shoulder."""
    if place is None:
        return _("A worry about somebody")
    return _("A worry about somebody in %(place)s") % {"place": place.name}


def _so_far(report: Report, stage: int) -> str:
    if report.reason == Report.Reason.WORRY:
        if stage == IN_REVIEW:
            return _("A trained person has seen it and is looking after it. We can’t share more, "
                     "to protect them. Thank you for speaking up.")  # fmt: skip
        return _("It is with us. A worry about somebody is the first thing we look at.")
    if stage == IN_REVIEW:
        return _("A moderator is looking at it.")
    return _("It waits for a moderator. They look at the most urgent things first.")


def _outcome(report: Report, decision: Decision | None) -> tuple[str, bool]:
    """What was decided, in general words, and whether nothing was done."""
    if report.reason == Report.Reason.WORRY:
        return (
            _("A trained person has seen it and did what they could. We can’t share more, to "
              "protect them. Thank you for speaking up."), False,
        )  # fmt: skip
    if decision is None:
        return _("Staff have dealt with it."), False
    if decision.state == Decision.State.OVERTURNED:
        return _("We acted on it first. Somebody else looked again and found no norm broken."), True
    if not decision.restricts:
        return _(
            "We looked closely and found no norm broken. If it goes on, please tell us again."
        ), True
    words = _("We agreed with you and acted on it.")
    if decision.norm:
        broke = _("It broke the norm “%(norm)s”.") % {"norm": decision.norm.name}
        words = f"{words} {broke}"
    return words, False
