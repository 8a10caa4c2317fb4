from .anonymous import Hiding, WithoutNameMixin
from .fields import BodyField
from .running import MoveForm
from .writing import EditForm, ReplyForm, TopicForm

__all__ = [
    "BodyField",
    "EditForm",
    "Hiding",
    "MoveForm",
    "ReplyForm",
    "TopicForm",
    "WithoutNameMixin",
]
