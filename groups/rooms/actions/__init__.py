from .additions import agree, ask_to_add, refuse
from .group_rooms import close_room, edit_room, open_first_room, open_room, set_pace
from .hosting import end_pause, hide_line, pause_person, show_line
from .keys import reseal_keys
from .locking import locked_room, own_seat
from .moderating import locked_line, put_line_away, show_line_again
from .reporting import lines_around, report_line
from .room_lines import look_in, react, say_in_room, take_seat
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
    "close_room",
    "decline",
    "destroy",
    "discard_files",
    "edit_room",
    "end_pause",
    "hide_line",
    "keep_draft",
    "leave",
    "lines_around",
    "locked_line",
    "locked_room",
    "look_in",
    "mark_read",
    "new_room",
    "note_change",
    "note_coming",
    "open_first_room",
    "open_room",
    "own_seat",
    "pause_person",
    "put_line_away",
    "react",
    "refuse",
    "report_line",
    "reseal_keys",
    "say",
    "say_in",
    "say_in_room",
    "set_muted",
    "set_pace",
    "show_line",
    "show_line_again",
    "start_conversation",
    "take_back_line",
    "take_seat",
    "unarchive",
]
