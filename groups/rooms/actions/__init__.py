from .additions import agree, ask_to_add, refuse
from .group_rooms import close_room, edit_room, open_first_room, open_room, set_pace
from .hosting import end_pause, hide_line, pause_person, show_line
from .locking import locked_room, own_seat
from .room_lines import look_in, react, say_in_room, take_seat
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
    "close_room",
    "decline",
    "edit_room",
    "end_pause",
    "hide_line",
    "keep_draft",
    "leave",
    "locked_room",
    "look_in",
    "mark_read",
    "new_room",
    "note_change",
    "note_coming",
    "open_first_room",
    "open_room",
    "own_seat",
    "refuse",
    "pause_person",
    "react",
    "say",
    "say_in",
    "say_in_room",
    "set_muted",
    "set_pace",
    "show_line",
    "start_conversation",
    "take_back_line",
    "take_seat",
    "unarchive",
]
