"""What a moderator's decision does to a line, and how it is taken back.

These verbs do not ask who may do it: moderation's decision did, of the item (`can_decide`), and calls
them inside its own transaction. Nobody else does. Who decides has never read the room: what they
know of the line is the excerpt that a report brought along.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groups.resources.actions import bring_back, put_away
from groups.rooms.models import Line
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .locking import locked_room
from .saying import note_change

Standing = Line.Standing


@transaction.atomic
def put_line_away(line: Line, *, by: Member, standing: str = Standing.HIDDEN) -> dict[str, Any]:
    """Put a line out of sight of everybody in the room. Its words stay sealed, for an appeal.

    Returns the facts (ids and enums) from which `show_line_again` restores it.
    """
    line = locked_line(line)
    if line.is_gone or not line.is_said:
        raise Refused(_("Nobody sees this message any more. You can leave it as it is."))
    files = put_away(line)
    line.standing = standing
    line.save(update_fields=["standing"])
    note_change(line)
    record("rooms.line_put_away", actor=by, target=line, room=line.room_id, standing=standing)
    return {"standing": str(standing), "files": files}


@transaction.atomic
def show_line_again(line: Line, facts: Mapping[str, Any], *, by: Member) -> Line:
    """Show a line as if it had never been away, unless its words went meanwhile."""
    line = locked_line(line)
    if line.standing == facts["standing"]:
        bring_back(facts["files"])
        line.standing = Standing.VISIBLE
        line.save(update_fields=["standing"])
        note_change(line)
        record("rooms.line_shown_again", actor=by, target=line, room=line.room_id)
    return line


def locked_line(line: Line) -> Line:
    """A line and its room in `line.room`, as they are now: the room's row is locked."""
    room = locked_room(line.room)
    line = room.lines.get(pk=line.pk)
    line.room = room
    return line
