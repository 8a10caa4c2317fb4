"""Asking somebody else into a conversation, and saying yes or no to it."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.rooms import actions
from groups.rooms.forms import AdditionForm
from groups.rooms.models import Addition, Room
from groups.rooms.rules import suggested_to
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member


@dataclass
class ShownAddition:
    """Somebody who may join, as one person of the conversation sees it."""

    pk: int
    member: Member
    asked_by: Member
    has_agreed: bool
    is_own: bool


def open_additions(room: Room, member: Member) -> list[ShownAddition]:
    """Who is proposed, and whether this person has said yes. Two statements at most."""
    found = room.additions.open().with_people().order_by("pk")
    return [
        ShownAddition(
            each.pk, each.member, each.asked_by, bool(each.agreed), each.asked_by_id == member.pk
        )
        for each in found.with_consent_of(member)
    ]


@access(Rule.PARTICIPANT)
def addition_new(request, pk):
    """Ask to add somebody: everyone in the conversation has to say yes."""
    rooms = Room.objects.visible_to(request.user).conversations().seating(request.user)
    room = get_object_or_404(rooms, pk=pk)
    form = AdditionForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            addition = form.save(room=room, by=request.user)
        except Refused as refusal:
            form.add_error("to", refusal.shown)
        else:
            messages.success(request, _said(addition))
            return redirect(room)
    context = {"room": room, "form": form, "people": suggested_to(request.user)[:50]}
    status = 422 if form.errors else 200
    return render(request, "rooms/addition_new.html", context, status=status)


@access(Rule.PARTICIPANT)
@require_POST
def addition_answer(request, pk):
    """Yes, or no. Whose no it was is never told."""
    additions = Addition.objects.visible_to(request.user).select_related("room")
    addition = get_object_or_404(additions, pk=pk)
    try:
        if request.POST.get("do") == "agree":
            addition = actions.agree(addition, by=request.user)
            messages.success(request, _said(addition))
        else:
            actions.refuse(addition, by=request.user)
            messages.success(request, _("It stays as it is. Nobody is told whose answer it was."))
    except Refused as refusal:
        messages.info(request, refusal.shown)
    return redirect(addition.room)


def _said(addition: Addition) -> str:
    words = _("%(name)s is asked now. They read only what is written once they have come in.")
    if not addition.closed_at:
        words = _("The others are asked first. Once everyone said yes, %(name)s is asked.")
    return words % {"name": addition.member.display_name}
