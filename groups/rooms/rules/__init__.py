from .bars import Bar, bar_to_conversation, words_of
from .hosting import can_arrange, can_hide, can_pause, hosts_here, hosts_of, is_host, pausable
from .hours import Hours, has_hours, hours_of
from .people import (
    STRANGERS_A_DAY,
    can_be_added,
    can_write_to,
    reachable,
    strangers_to,
    suggested_to,
    too_many_new,
)
from .room_bars import RoomBar, bar_to_room, bar_to_taking_part, can_react, day_and_time

__all__ = [
    "Bar",
    "Hours",
    "RoomBar",
    "STRANGERS_A_DAY",
    "bar_to_conversation",
    "bar_to_room",
    "bar_to_taking_part",
    "can_arrange",
    "can_be_added",
    "can_hide",
    "can_pause",
    "can_react",
    "can_write_to",
    "day_and_time",
    "has_hours",
    "hosts_here",
    "hosts_of",
    "hours_of",
    "is_host",
    "pausable",
    "reachable",
    "strangers_to",
    "suggested_to",
    "too_many_new",
    "words_of",
]
