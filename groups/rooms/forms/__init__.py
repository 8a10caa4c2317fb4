from .lines import EditForm, LineField, LineForm, SearchForm
from .people import AdditionForm, BeginForm
from .reporting import LineReportForm

__all__ = [
    "AdditionForm",
    "BeginForm",
    "EditForm",
    "LineField",
    "LineForm",
    "LineReportForm",
    "SearchForm",
]
