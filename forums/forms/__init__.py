from .fields import BodyField
from .notes import NoteMixin, ThemesForm
from .running import MoveForm
from .writing import EditForm, ReplyForm, TopicForm

__all__ = [
    "BodyField",
    "EditForm",
    "MoveForm",
    "NoteMixin",
    "ReplyForm",
    "ThemesForm",
    "TopicForm",
]
