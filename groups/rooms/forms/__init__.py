from .lines import EditForm, LineField, LineForm, SearchForm
from .people import AdditionForm, BeginForm

__all__ = ["AdditionForm", "BeginForm", "EditForm", "LineField", "LineForm", "SearchForm"]
