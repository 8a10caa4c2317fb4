from .lines import EditForm, LineField, LineForm, SearchForm
from .people import AdditionForm, BeginForm
from .reporting import LineReportForm
from .rooms import HideForm, NewRoomForm, PaceForm, PauseForm, RoomForm, RoomLineForm

__all__ = [
    "AdditionForm",
    "BeginForm",
    "EditForm",
    "HideForm",
    "LineField",
    "LineForm",
    "LineReportForm",
    "NewRoomForm",
    "PaceForm",
    "PauseForm",
    "RoomForm",
    "RoomLineForm",
    "SearchForm",
]
