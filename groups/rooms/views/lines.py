"""Changing and taking back one's own line, in a conversation or a room, for ten minutes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups.rooms import actions
from groups.rooms.forms import EditForm
from groups.rooms.models import Line
from peersupport.core.access import Rule, access
from peersupport.core.encryption import Unreadable
from peersupport.core.exceptions import Refused

from .shown import is_open, unreadable


@access(Rule.PARTICIPANT)
def line_edit(request, pk, number):
    line = find_own_line(request, pk, number)
    if not is_open(line.room):
        raise Http404
    form = EditForm(request.POST or None, initial={"body": line.body})
    if request.method == "POST" and form.is_valid():
        try:
            line = form.save(line=line, by=request.user)
        except Refused as refusal:
            form.add_error("body", refusal.shown)
        else:
            return redirect(line)
    status = 422 if form.errors else 200
    return render(request, "rooms/line_edit.html", {"form": form, "line": line}, status=status)


@access(Rule.PARTICIPANT)
def line_delete(request, pk, number):
    """Show what goes, then delete it for everybody."""
    line = find_own_line(request, pk, number)
    if request.method == "POST":
        try:
            actions.take_back_line(line, by=request.user)
            messages.success(request, _("The message is deleted."))
        except Refused as refusal:
            messages.info(request, refusal.shown)
        return redirect(line)
    return render(request, "rooms/line_delete.html", {"line": line})


def find_own_line(request, pk, number) -> Line:
    """A line of one's own that stands. Others' have no such page, whoever asks."""
    lines = Line.objects.visible_to(request.user).filter(author=request.user, kind=Line.Kind.SAID)
    lines = lines.filter(standing=Line.Standing.VISIBLE, hidden_at=None)
    line = get_object_or_404(
        lines.select_related("room__key", "room__group"), room=pk, number=number
    )
    try:
        line.words = line.body
    except Unreadable:
        line.words = unreadable()
    return line
