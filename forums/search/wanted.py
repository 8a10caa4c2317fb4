"""What a search is narrowed to: read from an address, shown as chips, put back into addresses."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forums.models import Category, Topic
from forums.querysets import open_to
from peersupport.members.models import Member, Part
from peersupport.members.rules import shown_parts

from .asked import Asked, ask

NAMES = ("category", "group", "author", "from", "to", "answered", "kind", "tag")
MOST_CHARACTERS = 100  # of a filter
FIRST_YEAR, LAST_YEAR = 1980, 2200
FEW_TOPICS = 2000


@dataclass
class Wanted:
    """Words and filters. `nowhere`: one names what this person may not see, or what is not there.

    Both are one and the same: nothing is found, and the page says what was typed.
    """

    member: Any
    asked: Asked
    places: list[Category]  # whose topics this person may read
    on: dict[str, str]
    newest_first: bool = False
    here: list[Category] = field(default_factory=list)  # of the places, those that are wanted
    author: Member | None = None
    nowhere: bool = False

    def narrow(self, way: str = "") -> Q:
        """What topics must be; `way` leads to the topic ("topic__" from a post)."""
        found = Q()
        if "answered" in self.on:
            if self.on["answered"] == "yes":
                found &= Q(**{f"{way}answer__isnull": False})
            else:
                found &= Q(**{f"{way}answer": None, f"{way}kind": Topic.Kind.QUESTION})
        if "kind" in self.on:
            found &= Q(**{f"{way}kind": self.on["kind"]})
        if "tag" in self.on:
            found &= Q(**{f"{way}tag_names__contains": [self.on["tag"]]})
        return found

    def narrow_writing(self) -> Q:
        """Who wrote it, and when."""
        found = Q(author=self.author) if self.author else Q()
        begin, end = _day(self.on.get("from")), _day(self.on.get("to"))
        if begin:
            found &= Q(posted_at__gte=_midnight(begin))
        if end:
            found &= Q(posted_at__lt=_midnight(end + timedelta(days=1)))
        return found

    @property
    def is_about_few(self) -> bool:
        """Whether filters alone leave so few topics that all of them can be looked through."""
        narrow = "category" in self.on or "group" in self.on
        return bool(self.author) or (narrow and sum(c.topic_count for c in self.here) < FEW_TOPICS)

    def query(self, *, without: str = "", **more: str) -> str:
        """The search as it stands in an address, with `without` naming a filter, or "all"."""
        left_out = {without} if without != "all" else set(NAMES)
        pairs = {"q": self.asked.text} | {k: v for k, v in self.on.items() if k not in left_out}
        if self.newest_first:
            pairs["order"] = "newest"
        return urlencode({name: value for name, value in (pairs | more).items() if value})

    def chips(self) -> list[dict[str, str]]:
        """Each filter that is on, in words, and the address without it."""
        return [
            {"label": self._label(name, value), "query": self.query(without=name)}
            for name, value in self.on.items()
            if name in NAMES
        ]

    def _label(self, name: str, value: str) -> str:
        if name == "answered":
            return _("Answered") if value == "yes" else _("Not answered yet")
        if name == "kind":
            return _("Questions") if value == Topic.Kind.QUESTION else _("Discussions")
        if name in {"category", "group"}:
            value = self.here[0].name if self.here else value
        if name == "author" and self.author:
            value = self.author.display_name
        if name in {"from", "to"}:
            value = date_format(date.fromisoformat(value), "j F Y")
        words = {
            "category": _("In %(what)s"), "group": _("In the group %(what)s"),
            "author": _("By %(what)s"), "from": _("From %(what)s"), "to": _("Until %(what)s"),
            "tag": _("Tagged %(what)s"),
        }  # fmt: skip
        return words[name] % {"what": value}


def wanted_of(params: Any, member: Any) -> Wanted:
    """Read an address. What it says wrongly is left out; what is not there finds nothing."""
    given = {
        name: " ".join(params.get(name, "").replace("\x00", " ").split())[:MOST_CHARACTERS]
        for name in (*NAMES, "in")
    }
    on = {name: value for name, value in given.items() if value and _is_read(name, value)}
    readable = Category.objects.filter(open_to(member, "read")).select_related("group")
    places = list(readable.order_by("position", "name"))
    wanted = Wanted(member, ask(params.get("q", "")), places, on, params.get("order") == "newest")
    wanted.here = _here(places, on)
    if "author" in on:
        wanted.author = _author(on["author"], member)
    wanted.nowhere = not wanted.here or ("author" in on and wanted.author is None)
    return wanted


def _is_read(name: str, value: str) -> bool:
    if name in {"from", "to"}:
        return _day(value) is not None
    choices = {"answered": {"yes", "no"}, "kind": set(Topic.Kind.values)}
    return value in choices.get(name, {value})


def _here(places: list[Category], on: dict[str, str]) -> list[Category]:
    """The places wanted: all, one category with those inside it, or one group's own."""
    here = places
    if "category" in on:
        slug = on["category"]
        top = [c for c in places if c.slug == slug and not c.group_id]
        here = top + [c for c in places if top and c.parent_id == top[0].pk]
    if "group" in on:
        here = [c for c in here if c.group_id and c.group.slug == on["group"]]
    return here


def _author(handle: str, member: Any) -> Member | None:
    """Who is meant, where their list of posts is open to this person: else it would be made here."""
    people = Member.objects.visible_to(member)
    person = people.filter(handle=handle.removeprefix("@").casefold()).first()
    return person if person and Part.POSTS in shown_parts(person, member) else None


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
