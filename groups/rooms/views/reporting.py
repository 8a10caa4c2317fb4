"""Telling staff about something that somebody said."""

from django.shortcuts import get_object_or_404

from groups.rooms.actions import lines_around
from groups.rooms.forms import LineReportForm
from groups.rooms.models import Line
from moderation.views import take_report
from peersupport.core.access import Rule, access
from peersupport.core.encryption import Unreadable


@access(Rule.MEMBER)
def line_report(request, pk, number):
    """Report a line. The page shows what staff will see: it, and two lines before and after."""
    lines = Line.objects.visible_to(request.user).readable().select_related("room__key", "author")
    line = get_object_or_404(lines, room=pk, number=number)
    data = request.POST if request.method == "POST" else None
    shown = [_shown(each) for each in lines_around(line, member=request.user)]
    form = LineReportForm(data, target=line, by=request.user)
    return take_report(request, form, "rooms/line_report.html", shown=shown)


def _shown(line):
    """The line with its words on one line; without them where they cannot be opened."""
    try:
        line.words = line.excerpt
    except Unreadable:
        line.words = ""
    return line
