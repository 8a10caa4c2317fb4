"""The right side of the queue's pages: one item, and all that who decides has to know."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation import actions, rules
from moderation.forms import DecisionForm, NoteForm
from moderation.models import Decision, ItemNote, Limit, Report, ReviewItem
from moderation.registry import contents
from peersupport.activity.models import Activity

# Ids turned into words: what is on record of an item, as its history tells it.
NOTED = "moderation.noted"
EVENTS = {
    NOTED: ("note-pencil", _("left a note")),
    "moderation.opened": ("flag", _("It came into the queue")),
    "moderation.claimed": ("lock-simple", _("claimed it")),
    "moderation.released": ("arrow-u-up-left", _("gave it back")),
    "moderation.private_read": ("eye", _("looked at it")),
    "moderation.decided": ("scales", _("decided")),
    "moderation.undone": ("arrow-u-up-left", _("took the decision back")),
    "moderation.escalated": ("bell", _("Those on duty were told")),
    "moderation.appealed": ("scales", _("It was appealed")),
    "moderation.appeal_answered": ("scales", _("answered the appeal")),
    "moderation.held": ("hourglass", _("It was held before it was shown")),
    "moderation.released_held": ("check", _("let it be shown")),
    "moderation.sampled": ("users", _("It was drawn for a second look")),
    "moderation.reviewed_again": ("users", _("gave it a second look")),
}
REPORTED = ("flag", _("Reported"))
KEYS = {"keep": "a", "hide": "h", "remove": "r"}
HINTS = {
    "message": _("Not a strike"), "warn": _("A strike, fades after 90 days"),
    "limit": _("Links, new topics or pace"), "pause": _("1, 3 or 7 days"),
}  # fmt: skip
RECENT = 60  # events at most: private items are looked at often


@dataclass(frozen=True)
class Event:
    """One line of an item's history."""

    at: datetime
    icon: str
    words: Any
    actor: str = ""
    text: str = ""  # of a note


class Facts:
    """An item as one moderator sees it. Each property is fetched once, when the page asks for it."""

    def __init__(self, queue, item: ReviewItem, *, note=None, form=None, lines=None):
        self.queue, self.item, self.member = queue, item, queue.member
        self.row = queue.row(item)
        self.note = note or NoteForm()
        self.given_form = form
        self.now = timezone.now()
        self.lines = lines  # opened excerpts by report, None while they are closed

    def note_look(self) -> None:
        """Before anything is shown: the first look is timed, private ones go on record."""
        if self.item.looked_at is None or self.item.is_private:
            actions.note_look(self.item, by=self.member)
        if not self.may_decide:
            return
        care = self.queue.care
        is_counted = care and care.heavy_today and self.item.pk in care.heavy_items
        if self.item.is_heavy and self.item.is_open and not is_counted:
            actions.note_heavy(self.item, by=self.member)

    @property
    def may_clean_up(self) -> bool:
        """Whether all that its author made of late can be hidden from here."""
        return self.item.author_id is not None and rules.is_moderator(self.member)

    @cached_property
    def may_decide(self) -> bool:
        return rules.can_decide(self.member, self.item)

    # the thing itself

    @cached_property
    def content(self):
        return contents().get(self.item.target_model)

    @cached_property
    def target(self):
        if self.content is None:
            return None
        rows = self.item.target_model._base_manager.select_related(*self.content.related)
        found = rows.filter(pk=self.item.target_id).first()
        ReviewItem._meta.get_field("target").set_cached_value(self.item, found)
        return found

    @cached_property
    def title(self) -> str:
        return self.content.title_of(self.target) if self.target else ""

    @property
    def is_sealed(self) -> bool:
        """Whether staff see nothing of it but what reports brought along."""
        return bool(self.content and self.content.by_excerpt)

    @cached_property
    def context(self) -> list:
        return self.content.context_of(self.target) if self.target and not self.is_sealed else []

    @property
    def target_url(self) -> str:
        """The thing in its place, for who can be there themself."""
        return self.target.get_absolute_url() if self.target and not self.is_sealed else ""

    # who reported it, and who it is about

    @cached_property
    def reports(self) -> list[Report]:
        return list(self.item.reports.all()) if self.may_decide else []

    @cached_property
    def has_excerpts(self) -> bool:
        return any(report.has_excerpt for report in self.reports)

    @property
    def excerpts(self) -> list:
        return [(each, self.lines[each.pk]) for each in self.reports if each.pk in self.lines]

    @cached_property
    def decisions(self) -> list[Decision]:
        """What was decided about the author before, as far as this person moderates there."""
        if self.item.author_id is None:
            return []
        within = None if self.queue.is_site else self.queue.visible
        return list(Decision.objects.past_of(self.item, within=within)[:10])

    @property
    def limits(self) -> list[tuple[Any, datetime | None]]:
        """What the author may not do just now, and until when."""
        author = self.item.author
        if author is None or not self.queue.is_site:
            return []
        found: list[tuple[Any, datetime | None]] = []
        if author.is_suspended:
            found.append((_("Suspended"), author.suspended_until))
        if author.is_paused:
            found.append((_("Posting paused"), author.paused_until))
        limits = sorted(author.limits_now)
        return found + [(Limit(limit).label, author.limited_until) for limit in limits]

    # what happened to it

    @cached_property
    def history(self) -> list[Event]:
        done = [
            Event(at, *EVENTS[verb], str(name or ""), text)
            for verb, at, name, text in self._told().union(self._noted(), all=True)
        ]
        reported = [Event(each.reported_at, *REPORTED) for each in self.reports]
        return sorted([*done, *reported], key=lambda event: event.at)

    def _told(self):
        """What is on record, by verb and time: as that table is indexed."""
        kind = ContentType.objects.get_for_model(ReviewItem)
        found = Activity.objects.filter(
            verb__in=EVENTS, happened_at__gte=self.item.opened_at, target_type=kind,
            target_id=self.item.pk,
        ).exclude(verb=NOTED)  # fmt: skip
        named = found.annotate(name=F("actor__display_name"), text=Value(""))
        return named.order_by("-happened_at").values_list("verb", "happened_at", "name", "text")[
            :RECENT
        ]

    def _noted(self):
        notes = ItemNote.objects.filter(item=self.item).order_by()
        named = notes.annotate(name=F("author__display_name"), verb=Value(NOTED))
        return named.values_list("verb", "written_at", "name", "text")

    # the decision

    @cached_property
    def decision(self) -> Decision | None:
        """What was decided about it, once it was."""
        return None if self.item.is_open else actions.decision_that_stands(self.item)

    @cached_property
    def form(self) -> DecisionForm | None:
        if self.given_form is not None or not self.item.is_open:
            return self.given_form
        return DecisionForm(item=self.item, member=self.member) if self.target_is_known else None

    @property
    def target_is_known(self) -> bool:
        """Fetched with its joins before a form asks for it."""
        return self.target is not None or self.content is not None

    @property
    def acts(self) -> list:
        """What may become of it, with the key that chooses it."""
        return [(each, KEYS.get(each.data["value"], "")) for each in self.form["act"]]

    @property
    def steps(self) -> list:
        return [(each, HINTS.get(each.data["value"], "")) for each in self.form["step"]]
