"""What is done with one line of a group's room, and what hosts do with a person's turn."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups.models import Membership
from groups.rooms import actions, rules
from groups.rooms.forms import HideForm, PauseForm
from groups.views.shown import do, form_page, saved, told
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .room_shown import WORDS, RoomLog, hosted, line_in_room, words_for
from .threads import SENT


@access(Rule.PARTICIPANT)
def line_react(request, pk, number):
    """Give a line a word, or take it back. Without a script: a page with the four words."""
    line, here = line_in_room(request, pk, number)
    if not rules.can_react(request.user, line, place=here.place, seat=here.seat):
        raise Http404
    if request.method == "POST":
        kind = request.POST.get("kind")
        if kind not in WORDS:
            raise Http404
        try:
            actions.react(line, by=request.user, kind=kind)
        except Refused as refusal:
            messages.error(request, refusal.shown)
        if request.htmx:
            return HttpResponse(status=SENT)
        return redirect(line)
    context = {"room": here.room, "group": here.room.group, "words": words_for(line)}
    context["line"] = RoomLog(here).line(line)
    return render(request, "rooms/line_react.html", context)


@access(Rule.MEMBER)
def line_hide(request, pk, number):
    """Hide somebody's words with a reason, or show them again; for hosts."""
    line, here = line_in_room(request, pk, number)
    if not rules.can_hide(line, here.place):
        raise Http404
    if request.POST.get("show") == "1":
        return do(
            request, actions.show_line, line=line, by=request.user, to=line,
            said=_("The message can be read again."),
        )  # fmt: skip
    form = HideForm(request.POST or None)
    done = saved(
        request, form, lambda: form.save(line=line, by=request.user),
        lambda hidden: told(request, _("The message is hidden."), hidden),
    )  # fmt: skip
    context = {"room": here.room, "group": here.room.group, "text": line}
    context["line"] = RoomLog(here).line(line)
    return done or form_page(request, "rooms/line_hide.html", form, context)


@access(Rule.MEMBER)
def seat_pause(request, slug, pk):
    """Give somebody a pause of ten minutes, or end it; for hosts."""
    here = hosted(request, slug, pk)
    room = here.room
    if request.POST.get("end") == "1":
        places = Membership.objects.visible_to(request.user).select_related("member")
        handle = request.POST.get("person", "")
        place = get_object_or_404(places, group=room.group, member__handle=handle)
        return do(
            request, actions.end_pause, room=room, member=place.member, by=request.user, to=room,
            said=_("The pause is over."),
        )  # fmt: skip
    initial = {"person": request.GET.get("person", "")}
    form = PauseForm(request.POST or None, people=rules.pausable(room), initial=initial)
    done = saved(
        request, form, lambda: form.save(room=room, by=request.user),
        lambda seat: told(request, _said(seat), room),
    )  # fmt: skip
    context = {"shown": here.shown, "group": room.group, "room": room}
    return done or form_page(request, "rooms/seat_pause.html", form, context)


def _said(seat) -> str:
    words = _("%(name)s has a pause of 10 minutes, and reads why.")
    return words % {"name": seat.member.display_name}
