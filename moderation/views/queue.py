"""The left side of the queue's pages: what waits, in order, and the ways to narrow it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation import rules
from moderation.forms import QueueFilter
from moderation.models import Care, Priority, ReviewItem, Sample
from moderation.querysets import place_name
from moderation.registry import contents, remember_places
from peersupport.core.pagination import encode_cursor, parse_cursor

SHOWN = 20
ADMIN = "admin"  # the frame of the admin around the same pages
TONES = {Priority.DANGER: "plum", Priority.RISK: "plum", Priority.HARM: "honey"}
# What stands for a reason in the queue, where a reporter chose it in words of their own.
MATTERS = {
    "worry": gettext_lazy("Worry about a person"),
    "unkind": gettext_lazy("Unkind or harassing"),
    "privacy": gettext_lazy("Shares private details"),
    "harm": gettext_lazy("Could lead to harm"),
    "wrong": gettext_lazy("Wrong information"),
    "spam": gettext_lazy("Spam"),
    "other": gettext_lazy("Something else"),
}
TABS: dict[str, Any] = {
    "all": gettext_lazy("All"), "mine": gettext_lazy("Mine"), "free": gettext_lazy("Free"),
    "late": gettext_lazy("Late"),
}  # fmt: skip
HOURS_SHOWN, MINUTES_SHOWN = 48, 6


def span(time: timedelta) -> str:
    """22 min, 1 h 38 min, 11 h, 3 days: as exactly as it matters."""
    minutes = max(0, int(time.total_seconds())) // 60
    hours, rest = divmod(minutes, 60)
    if hours >= HOURS_SHOWN:
        return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    if not hours:
        return _("%(n)d min") % {"n": minutes}
    if rest and hours < MINUTES_SHOWN:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _("%(n)d h") % {"n": hours}


@dataclass(frozen=True)
class Row:
    """One item as the list and the head of its page show it."""

    item: ReviewItem
    url: str
    place: str
    member: Any
    is_current: bool = False

    @property
    def matter(self) -> str:
        if self.item.kind == ReviewItem.Kind.HELD:
            return _("Waits to be shown")
        return str(MATTERS.get(self.item.reason, self.item.reason))

    @property
    def chip(self) -> dict[str, Any]:
        priority = Priority(self.item.priority)
        words = f"P{priority.value} {priority.label}"
        return {"text": words, "tone": TONES.get(priority, "")}

    @property
    def noun(self) -> str:
        model = self.item.target_model
        content = contents().get(model) if model else None
        return str(content.kind) if content else ""

    @property
    def is_late(self) -> bool:
        return self.item.is_late

    @property
    def clock(self) -> str:
        spent, whole = timezone.now() - self.item.opened_at, self.item.due_at - self.item.opened_at
        words = _("%(spent)s of %(whole)s") % {"spent": span(spent), "whole": span(whole)}
        return _("%(clock)s, late") % {"clock": words} if self.is_late else words

    @property
    def percent(self) -> int:
        spent, whole = timezone.now() - self.item.opened_at, self.item.due_at - self.item.opened_at
        return min(100, int(100 * spent / whole)) if whole else 100

    @property
    def holder(self) -> str:
        """Who works on it just now."""
        if not self.item.is_claimed():
            return ""
        is_mine = self.item.claimed_by_id == self.member.pk
        return _("You") if is_mine else str(self.item.claimed_by or _("Somebody"))


class Queue:
    """What waits for one person, as one address asks for it. Pages are drawn in one of two frames."""

    def __init__(self, request, frame: str = ""):
        if request.method == "GET" and not rules.is_moderator(request.user):
            remember_places(request.user)
        if not rules.may_moderate(request.user):
            raise Http404
        self.request, self.member, self.frame = request, request.user, frame
        self.is_site = rules.is_moderator(self.member)
        self.visible = ReviewItem.objects.visible_to(self.member)
        params = request.GET
        self.show = params.get("show") if params.get("show") in TABS else "all"
        self.with_left_out = params.get("also") == "1"

    # where things are

    @property
    def list_url(self) -> str:
        name = "admin:moderation_reviewitem_changelist" if self.frame else "moderation:item_list"
        return reverse(name)

    def item_url(self, pk: int) -> str:
        name = "admin:moderation_reviewitem_change" if self.frame else "moderation:item_detail"
        return reverse(name, args=[pk])

    def address(self, url: str, **changes: str) -> str:
        """An address that keeps what is chosen, but for some changes; "" takes one off."""
        kept = {"show": "" if self.show == "all" else self.show, **self.filter.chosen}
        kept["also"] = "1" if self.with_left_out else ""
        query = urlencode({name: value for name, value in (kept | changes).items() if value})
        return f"{url}?{query}" if query else url

    # what is in it

    @cached_property
    def care(self) -> Care | None:
        return Care.objects.visible_to(self.member).first()

    @cached_property
    def left_out(self) -> list[str]:
        return self.care.left_out if self.care and not self.with_left_out else []

    @cached_property
    def open(self):
        return self.visible.open().without(self.left_out)

    @cached_property
    def _by_place(self) -> list[dict]:
        """How many wait in each place: one statement for all tabs and for the filter."""
        now, mine = timezone.now(), Q(claimed_by=self.member.pk)
        claimed = Q(claimed_until__gt=now)
        groups = self.open.order_by().values("place_type", "place_id", "is_private")
        counted = groups.annotate(
            all=Count("pk"), mine=Count("pk", filter=claimed & mine),
            free=Count("pk", filter=Q(claimed_until=None) | Q(claimed_until__lte=now)),
            late=Count("pk", filter=ReviewItem.objects.all().is_late()),
        )  # fmt: skip
        return list(counted.annotate(name=place_name()))

    @cached_property
    def filter(self) -> QueueFilter:
        """Private places are not named to who only moderates the whole site."""
        places = {
            f"{row['place_type']}-{row['place_id']}": row["name"]
            for row in self._by_place
            if row["name"] and not (row["is_private"] and self.is_site)
        }
        ordered = sorted(places.items(), key=lambda place: place[1].casefold())
        return QueueFilter(self.request.GET, places=ordered)

    @cached_property
    def tabs(self) -> list[dict]:
        return [
            {
                "label": label, "current": name == self.show,
                "url": self.address(self.list_url, show="" if name == "all" else name),
                "count": sum(row[name] for row in self._by_place),
            }
            for name, label in TABS.items()
        ]  # fmt: skip

    @property
    def total(self) -> int:
        return self.tabs[0]["count"]

    @cached_property
    def narrowed(self):
        by_tab: dict[str, Callable] = {
            "all": lambda items: items, "mine": lambda items: items.claimed_by(self.member),
            "free": lambda items: items.free(), "late": lambda items: items.late(),
        }  # fmt: skip
        return self.filter.narrow(by_tab[self.show](self.open)).named()

    @cached_property
    def _page(self) -> tuple[list[ReviewItem], bool, bool]:
        """The items of a page, and whether there are more before and after it."""
        params = self.request.GET
        earlier = read_cursor(params.get("before"))
        if earlier:
            found = list(self.narrowed.preceding(earlier)[: SHOWN + 1])
            return found[:SHOWN][::-1], len(found) > SHOWN, bool(found)
        later = read_cursor(params.get("after"))
        found = list(self.narrowed.following(later)[: SHOWN + 1])
        return found[:SHOWN], later is not None, len(found) > SHOWN

    def rows(self, current: ReviewItem | None = None) -> list[Row]:
        return [self.row(item, is_current=item == current) for item in self._page[0]]

    def row(self, item: ReviewItem, *, is_current: bool = False) -> Row:
        is_hidden = item.is_private and self.is_site
        place = _("A private place") if is_hidden else item.place_name
        url = self.address(self.item_url(item.pk))
        return Row(item, url, place, self.member, is_current)

    def pages(self) -> dict[str, str]:
        """Addresses of the pages before and after this one."""
        items, has_newer, has_older = self._page
        if not items:
            return {}
        newer = self.address(self.list_url, before=write_cursor(items[0])) if has_newer else ""
        older = self.address(self.list_url, after=write_cursor(items[-1])) if has_older else ""
        return {"newer": newer, "older": older}

    def week(self) -> dict[str, Any]:
        """How the last seven days went, for a page on which nobody waits."""
        since = timezone.now() - timedelta(days=7)
        facts = list(
            self.visible.order_by().filter(decided_at__gte=since)
            .values_list("opened_at", "looked_at", "look_by", "act_by", "decided_at")[:1000]
        )  # fmt: skip
        looks = [looked - opened for opened, looked, *_rest in facts if looked]
        late = sum(done > act or (looked or done) > look for _o, looked, look, act, done in facts)
        median_look = span(median(looks)) if looks else ""
        sample = Sample.objects.with_figures().first() if self.is_site else None
        return {"decided": len(facts), "median": median_look, "late": late, "sample": sample}

    def page(self, template: str, context: dict, *, current=None, status: int = 200):
        """The whole page: the list, beside it whatever it is about, in the frame that was asked."""
        frame = "moderation/_queue_site.html"
        if self.frame:
            frame = "moderation/_queue_admin.html"
            context = {**admin.site.each_context(self.request), "title": _("Queue"), **context}
        shown = {"frame": frame, "queue": self, "rows": self.rows(current), "pages": self.pages()}
        context = shown | {"chips": self._chips(), "in_admin": bool(self.frame)} | context
        return render(self.request, template, context, status=status)

    def _chips(self) -> list[dict]:
        labels = {name: dict(field.choices) for name, field in self.filter.fields.items()}
        return [
            {"label": labels[name][value], "url": self.address(self.list_url, **{name: ""})}
            for name, value in self.filter.chosen.items()
        ]


def read_cursor(text: str | None) -> tuple[int, datetime, int] | None:
    """The (priority, time, id) of a cursor; None for anything that is not one."""
    priority, _dot, rest = (text or "").partition(".")
    at = parse_cursor(rest)
    known = {str(value) for value in Priority.values}
    if at is None or priority not in known:
        return None
    return int(priority), at[0].astimezone(UTC), at[1]


def write_cursor(item: ReviewItem) -> str:
    return f"{item.priority}.{encode_cursor(item.look_by, item.pk)}"


def frame_of(request) -> str:
    """Which frame a form was sent from, so that one comes back there."""
    sent = request.POST.get("frame") or request.GET.get("frame")
    return ADMIN if sent == ADMIN and rules.is_moderator(request.user) else ""
