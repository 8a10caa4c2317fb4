from .additions import agree, ask_to_add, refuse
from .locking import locked_room, own_seat
from .saying import change_line, note_change, note_coming, say, say_in, take_back_line
from .seats import (
    accept,
    archive,
    decline,
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
    "keep_draft",
    "leave",
    "locked_room",
    "mark_read",
    "new_room",
    "note_change",
    "note_coming",
    "own_seat",
    "refuse",
    "say",
    "say_in",
    "set_muted",
    "start_conversation",
    "take_back_line",
    "unarchive",
]
