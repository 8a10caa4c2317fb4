"""Telling staff about a line: the one way in which private words reach them, five lines at most."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from groups.rooms.models import Line
from moderation.actions import Excerpt, ExcerptLine, report
from moderation.models import Report
from peersupport.core.encryption import Unreadable
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

AROUND = 2  # lines before what is reported, and after it


@transaction.atomic
def report_line(
    line: Line, *, by: Member, reason: str, note: str = "", keep_away: Collection[str] = ()
) -> Report:
    """Report what somebody said. Staff will see it as it stands now, with two lines around it.

    Nobody in the room is told. What is deleted later stays in the report.
    """
    shown = lines_around(line, member=by)
    if line not in shown:
        raise Refused(_("This cannot be reported."))
    parties = {by.pk, *(each.author_id for each in shown)}
    if line.room.is_private:
        parties |= set(line.room.seats.values_list("member", flat=True))
    excerpt = Excerpt([_excerpted(each, line) for each in shown], sorted(parties))
    return report(line, reporter=by, reason=reason, note=note, excerpt=excerpt, keep_away=keep_away)


def lines_around(line: Line, *, member: Member) -> list[Line]:
    """A line with two before and two after it: of those that this person can read, and no others."""
    lines = Line.objects.visible_to(member).filter(room=line.room_id).readable()
    lines = lines.select_related("author", "room__key")
    before = list(lines.filter(number__lt=line.number).order_by("-number")[:AROUND])
    here_and_after = lines.filter(number__gt=line.number).order_by("number")[:AROUND]
    return [*reversed(before), *lines.filter(pk=line.pk), *here_and_after]


def _excerpted(line: Line, reported: Line) -> ExcerptLine:
    try:
        text = line.body
    except Unreadable:
        text = _("(This could not be opened when it was reported.)")
    return ExcerptLine(
        author_id=line.author_id, said_at=line.sent_at.isoformat(), text=text,
        files=[str(each["name"]) for each in line.files], is_reported=line == reported,
    )  # fmt: skip
