"""A group as one person sees it, and the doors in front of its pages."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from groups.models import Group, Membership, Role
from groups.rules import Place, place_of
from peersupport.core.exceptions import Refused


class Shown(NamedTuple):
    """What the head of every page of a group tells."""

    group: Group
    place: Place | None
    leaders: list[Membership]

    @property
    def is_member(self) -> bool:
        return self.place is not None

    @property
    def is_leading(self) -> bool:
        return self.place is not None and self.place.role > Role.MEMBER

    @property
    def is_facilitator(self) -> bool:
        return self.place is not None and "edit_group" in self.place.powers

    @property
    def must_agree(self) -> bool:
        return self.place is not None and self.place.is_running and not self.place.has_agreed


def shown_group(request, slug: str) -> Shown:
    """A group that the person may know of; any other does not exist for them."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    leaders = list(group.memberships.leading().select_related("member"))
    return Shown(group, place_of(request.user, group.pk), leaders)


def own_group(request, slug: str) -> Shown:
    """A group the person is in."""
    shown = shown_group(request, slug)
    if shown.place is None:
        raise Http404
    return shown


def led_group(request, slug: str, power: str) -> Shown:
    """A group over which the person holds a power; for others its page does not exist."""
    shown = own_group(request, slug)
    if power not in shown.place.powers:
        raise Http404
    return shown


def saved(request, form, deed, then):
    """Do a form's deed and go on with what it made, or None: then the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = deed()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return then(made)


def told(request, said, to):
    """Say what was done, on the page one is led to."""
    messages.success(request, said)
    return redirect(to)


def form_page(request, template, form, context):
    """A page with a form: 422 when something in it is to be mended."""
    status = 422 if form.errors else 200
    return render(request, template, context | {"form": form}, status=status)


def do(request, deed, /, *, to, said, back=None, **how):
    """A deed behind one button: done, or refused in words.

    `back` is the group whose own page a refusal leads to when `to` is no longer theirs.
    """
    try:
        deed(**how)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_way_back(request, back, to) if back else to)
    return told(request, said, to)


def _way_back(request, group: Group, to):
    """Where they came from while they look after the group, else its page, else the directory."""
    place = place_of(request.user, group.pk)
    if place and place.role > Role.MEMBER:
        return to
    is_known = Group.objects.visible_to(request.user).filter(pk=group.pk).exists()
    return group if is_known else "groups:group_list"
