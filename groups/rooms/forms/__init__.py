from .lines import EditForm, LineField, LineForm, SearchForm
from .people import AdditionForm, BeginForm
from .rooms import HideForm, NewRoomForm, PaceForm, PauseForm, RoomForm, RoomLineForm

__all__ = [
    "AdditionForm",
    "BeginForm",
    "EditForm",
    "HideForm",
    "LineField",
    "LineForm",
    "NewRoomForm",
    "PaceForm",
    "PauseForm",
    "RoomForm",
    "RoomLineForm",
    "SearchForm",
]
