from .bars import Bar, bar_to_conversation
from .people import (
    STRANGERS_A_DAY,
    can_be_added,
    can_write_to,
    reachable,
    strangers_to,
    suggested_to,
    too_many_new,
)

__all__ = [
    "Bar",
    "STRANGERS_A_DAY",
    "bar_to_conversation",
    "can_be_added",
    "can_write_to",
    "reachable",
    "strangers_to",
    "suggested_to",
    "too_many_new",
]
