from .additions import Addition, Consent
from .lines import EDITABLE, Line, LineReaction
from .rooms import MOST_PEOPLE, Room, RoomKey, Seat, pair_of

__all__ = [
    "Addition",
    "Consent",
    "EDITABLE",
    "Line",
    "LineReaction",
    "MOST_PEOPLE",
    "Room",
    "RoomKey",
    "Seat",
    "pair_of",
]
