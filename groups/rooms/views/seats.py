"""What somebody does with a conversation for themself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.rooms import actions
from groups.rooms.models import Seat
from peersupport.core.access import Rule, access

from .inbox import others_in, title_of
from .threads import find_seat


@access(Rule.PARTICIPANT)
@require_POST
def conversation_answer(request, pk):
    """Accept a request, and go to where one replies; or decline it, of which nobody is told."""
    seat = find_seat(request, pk, states=[Seat.State.ASKED])
    if request.POST.get("do") == "accept":
        actions.accept(seat.room, by=request.user)
        return redirect(f"{seat.room.get_absolute_url()}#write")
    actions.decline(seat.room, by=request.user)
    messages.success(request, _("Declined. They are not told."))
    return redirect("rooms:conversation_list")


@access(Rule.MEMBER)
@require_POST
def conversation_mute(request, pk):
    """Hear of a conversation, or not."""
    room = find_seat(request, pk, states=[Seat.State.IN]).room
    muted = request.POST.get("muted") == "1"
    actions.set_muted(room, by=request.user, muted=muted)
    said = (
        _("Muted. It stays here, and you get no notices.") if muted else _("You get notices again.")
    )
    messages.success(request, said)
    return redirect(room)


@access(Rule.MEMBER)
@require_POST
def conversation_archive(request, pk):
    """Put a conversation away until somebody writes, or take it back."""
    room = find_seat(request, pk, states=[Seat.State.IN]).room
    if request.POST.get("archived") == "1":
        actions.archive(room, by=request.user)
        messages.success(request, _("Archived. It comes back when someone writes."))
        return redirect("rooms:conversation_list")
    actions.unarchive(room, by=request.user)
    messages.success(request, _("It is back in your list."))
    return redirect(room)


@access(Rule.MEMBER)
def conversation_leave(request, pk):
    """Ask, then leave: it cannot be read any more."""
    seat = find_seat(request, pk, states=[Seat.State.IN])
    if request.method == "POST":
        actions.leave(seat.room, by=request.user)
        messages.success(request, _("You left the conversation."))
        return redirect("rooms:conversation_list")
    others = others_in([seat.room_id], request.user)[seat.room_id]
    there = [each for each in others if each.state == Seat.State.IN]
    context = {"room": seat.room, "title": title_of(others), "is_last": not there}
    return render(request, "rooms/conversation_leave.html", context)
