from .additions import agree, ask_to_add, refuse
from .keys import reseal_keys
from .locking import locked_room, own_seat
from .reporting import lines_around, report_line
from .saying import change_line, note_change, note_coming, say, say_in, take_back_line
from .seats import (
    accept,
    archive,
    decline,
    destroy,
    discard_files,
    keep_draft,
    leave,
    mark_read,
    set_muted,
    unarchive,
)
from .starting import new_room, start_conversation

__all__ = [
    "accept",
    "agree",
    "archive",
    "ask_to_add",
    "change_line",
    "decline",
    "destroy",
    "discard_files",
    "keep_draft",
    "leave",
    "lines_around",
    "locked_room",
    "mark_read",
    "new_room",
    "note_change",
    "note_coming",
    "own_seat",
    "refuse",
    "report_line",
    "reseal_keys",
    "say",
    "say_in",
    "set_muted",
    "start_conversation",
    "take_back_line",
    "unarchive",
]
