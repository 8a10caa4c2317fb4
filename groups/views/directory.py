"""The directory: filters, cards, and one suggestion that says why."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.utils.translation import gettext as _

from groups.forms import FoundForm
from groups.models import Group, Membership, utc_offset
from groups.rules import can_facilitate, can_found
from peersupport.core.access import Rule, access
from peersupport.core.pagination import keyed_page
from peersupport.members.models import Interest, Language, Member

from .shown import form_page, saved, told
from .suggesting import suggestion_for

ON_PAGE = 20
MINE_SHOWN = 12
NEAR_MINUTES = 180
A_DAY = 24 * 60


class Filters(NamedTuple):
    """What the directory is narrowed to; what an address says wrongly is left out."""

    about: str
    language: str
    near: str
    places: str

    @classmethod
    def of(cls, params) -> Filters:
        def chosen(name, values):
            return params.get(name, "") if params.get(name) in values else ""

        return cls(
            chosen("about", Interest.values), chosen("language", Language.values),
            chosen("near", ["1"]), chosen("places", ["1"]),
        )  # fmt: skip

    @property
    def on(self) -> dict[str, str]:
        return {name: value for name, value in self._asdict().items() if value}

    def query(self, *, without: str = "") -> str:
        """The filters as they stand in an address."""
        return urlencode({name: value for name, value in self.on.items() if name != without})

    def narrow(self, groups: QuerySet[Group], member: Member, *, without: str = "") -> QuerySet:
        on = {name: value for name, value in self.on.items() if name != without}
        if "about" in on:
            groups = groups.filter(interests__contains=[on["about"]])
        if "language" in on:
            groups = groups.filter(languages__contains=[on["language"]])
        if "near" in on:
            groups = groups.filter(awake_with(member))
        return groups.with_places() if "places" in on else groups

    def chips(self) -> list[dict[str, str]]:
        """Each filter that is on, and the address without it."""
        words = {
            "about": dict(Interest.choices).get(self.about),
            "language": dict(Language.choices).get(self.language),
            "near": _("Awake when you are"), "places": _("Has open places"),
        }  # fmt: skip
        return [
            {"name": name, "label": words[name], "query": self.query(without=name)}
            for name in self.on
        ]


def awake_with(member: Member) -> Q:
    """Groups whose clock is at most three hours from the member's, around the globe."""
    here = utc_offset(member.time_zone)
    bands = [
        (here + turn - NEAR_MINUTES, here + turn + NEAR_MINUTES) for turn in (-A_DAY, 0, A_DAY)
    ]
    nearby = Q()
    for band in bands:
        nearby |= Q(utc_offset__range=band)
    return nearby


def with_leaders(groups: list[Group]) -> list[Group]:
    """Give each group of a list the names of who looks after it: one statement for all."""
    leading = Membership.objects.filter(group__in=groups).leading()
    by_group: dict[int, list[str]] = {}
    for group_id, name in leading.values_list("group", "member__display_name"):
        by_group.setdefault(group_id, []).append(name)
    for group in groups:
        group.led_by = by_group.get(group.pk, [])
    return groups


def easier_chip(filters: Filters, groups, member) -> dict | None:
    """Where nothing matches: the one filter whose leaving out shows most, and how many."""
    found = [
        chip | {"count": filters.narrow(groups, member, without=chip["name"]).count()}
        for chip in filters.chips()
    ]
    best = max(found, key=lambda chip: chip["count"], default=None)
    return best if best and best["count"] else None


@access(Rule.MEMBER)
def group_list(request):
    """The same for everybody, but for one's own groups and one suggestion above it."""
    member = request.user
    filters, listed = Filters.of(request.GET), Group.objects.listed()
    groups = filters.narrow(listed, member)
    page = keyed_page(groups.order_by("-active_at", "-id"), request.GET, ON_PAGE, by="active_at")
    is_first = not (filters.on or page.newer)
    mine = list(Group.objects.of(member)[:MINE_SHOWN]) if is_first else []
    context = {
        "page": page, "groups": with_leaders(page.rows), "total": groups.count(), "mine": mine,
        "filters": filters, "chips": filters.chips(), "query": filters.query(),
        "easier": None if page.rows else easier_chip(filters, listed, member),
        "suggestion": suggestion_for(member) if is_first else None,
        "interests": Interest.choices, "languages": Language.choices,
    }  # fmt: skip
    return render(request, "groups/group_list.html", context)


@access(Rule.PARTICIPANT)
def group_new(request):
    """Found a group, or propose one."""
    member = request.user
    runs = can_found(member)
    form = FoundForm(request.POST or None, initial={"time_zone": member.time_zone})
    said = _("Your group is there. Invite the first people.")
    if not runs:
        said = _("The organisers read it now. You get a notice when they have decided.")
    done = saved(
        request, form, lambda: form.save(founder=member), lambda group: told(request, said, group)
    )
    context = {"runs": runs, "may": can_facilitate(member)}
    return done or form_page(request, "groups/group_new.html", form, context)
