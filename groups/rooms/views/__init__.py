from .hosting import line_hide, line_react, seat_pause
from .room_settings import room_close, room_edit, room_new, room_pace
from .rooms import room_detail, room_lines, room_say

__all__ = [
    "line_hide",
    "line_react",
    "room_close",
    "room_detail",
    "room_edit",
    "room_lines",
    "room_new",
    "room_pace",
    "room_say",
    "seat_pause",
]
