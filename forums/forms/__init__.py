from .drafts import typed
from .fields import BodyField
from .running import MoveForm
from .writing import EditForm, ReplyForm, TopicForm

__all__ = [
    "BodyField",
    "EditForm",
    "MoveForm",
    "ReplyForm",
    "TopicForm",
    "typed",
]
