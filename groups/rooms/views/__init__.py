from .asking import addition_answer, addition_new
from .beginning import conversation_new
from .hosting import line_hide, line_react, seat_pause
from .inbox import conversation_list
from .lines import line_delete, line_edit
from .reporting import line_report
from .room_settings import room_close, room_edit, room_new, room_pace
from .rooms import room_detail, room_lines, room_say
from .searching import conversation_search
from .seats import (
    conversation_answer,
    conversation_archive,
    conversation_leave,
    conversation_mute,
)
from .threads import conversation_detail, conversation_lines, conversation_say

__all__ = [
    "addition_answer",
    "addition_new",
    "conversation_answer",
    "conversation_archive",
    "conversation_detail",
    "conversation_leave",
    "conversation_lines",
    "conversation_list",
    "conversation_mute",
    "conversation_new",
    "conversation_say",
    "conversation_search",
    "line_delete",
    "line_edit",
    "line_hide",
    "line_react",
    "line_report",
    "room_close",
    "room_detail",
    "room_edit",
    "room_lines",
    "room_new",
    "room_pace",
    "room_say",
    "seat_pause",
]
