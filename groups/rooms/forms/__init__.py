from .lines import LineField, LineForm
from .rooms import HideForm, NewRoomForm, PaceForm, PauseForm, RoomForm, RoomLineForm

__all__ = [
    "HideForm",
    "LineField",
    "LineForm",
    "NewRoomForm",
    "PaceForm",
    "PauseForm",
    "RoomForm",
    "RoomLineForm",
]
