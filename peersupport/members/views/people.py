"""Other people: who may reach this member, whom they keep away from, who wants to be found."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from peersupport.core.access import Rule, access
from peersupport.members import actions
from peersupport.members.forms import PeopleForm
from peersupport.members.models import Interest, Language, Member, Part
from peersupport.members.rules import ContactPath, shown_parts, within_reach

ON_PAGE = 30


@access(Rule.MEMBER)
def settings_people(request):
    """Who may write to one, the directory, and whom one blocked or muted."""
    form = PeopleForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if form.is_valid():
            form.save()
            messages.success(request, _("Saved."))
            return redirect("members:settings_people")
        request.user.refresh_from_db()
    context = {
        "form": form,
        "blocks": request.user.blocks.select_related("other"),
        "mutes": request.user.mutes.select_related("other"),
    }
    status = 422 if form.errors else 200
    return render(request, "members/settings_people.html", context, status=status)


@access(Rule.MEMBER)
def member_block(request, handle):
    """Ask, then keep two people apart; or take one's own block back."""
    person = _person(request, handle)
    if request.method != "POST":
        return render(request, "members/member_block.html", {"person": person})
    if request.POST.get("do") == "undo":
        actions.unblock(request.user, other=person)
        return _told(request, _("%(name)s is not blocked any more."), person)
    actions.block(request.user, other=person)
    return _told(request, _("You blocked %(name)s. They are not told."), person)


@access(Rule.MEMBER)
def member_mute(request, handle):
    """Ask, then fold what somebody writes; or unfold it."""
    person = _person(request, handle)
    if request.method != "POST":
        return render(request, "members/member_mute.html", {"person": person})
    if request.POST.get("do") == "undo":
        actions.unmute(request.user, other=person)
        return _told(request, _("%(name)s is not muted any more."), person)
    actions.mute(request.user, other=person)
    return _told(request, _("You muted %(name)s. They are not told."), person)


class Row(NamedTuple):
    """Somebody in the directory, with no more than they show to members."""

    person: Member
    pronouns: str
    about: str
    interests: list[str]
    languages: list[str]


@access(Rule.MEMBER)
def member_list(request):
    """The directory: who asked to be in it, and is not kept apart from the reader."""
    about, language = request.GET.get("about", ""), request.GET.get("language", "")
    people = within_reach(
        Member.objects.visible_to(request.user).in_directory(),
        of=request.user, path=ContactPath.DIRECTORY,
    )  # fmt: skip
    if about in Interest.values:
        people = people.telling_members(Part.INTERESTS, about)
    if language in Language.values:
        people = people.telling_members(Part.LANGUAGES, language)
    after = request.GET.get("after", "").replace("\0", "")
    found = list(people.filter(handle__gt=after)[: ON_PAGE + 1])
    chosen = {"about": about, "language": language}
    context = {
        "rows": [_row(person, request.user) for person in found[:ON_PAGE]],
        "next": found[ON_PAGE - 1].handle if len(found) > ON_PAGE else "",
        "chosen": chosen, "query": urlencode({k: v for k, v in chosen.items() if v}),
        "interests": Interest.choices, "languages": Language.choices, "is_later": bool(after),
    }  # fmt: skip
    return render(request, "members/member_list.html", context)


def _row(person: Member, reader: Member) -> Row:
    parts = shown_parts(person, reader)
    return Row(
        person,
        person.pronouns if Part.PRONOUNS in parts else "",
        person.about if Part.ABOUT in parts else "",
        person.interest_names if Part.INTERESTS in parts else [],
        person.language_names if Part.LANGUAGES in parts else [],
    )


def _person(request, handle) -> Member:
    people = Member.objects.blockable_by(request.user)
    return get_object_or_404(people, handle=handle)


def _told(request, said, person):
    messages.success(request, said % {"name": person.display_name})
    return redirect("members:settings_people")
