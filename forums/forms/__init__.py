from .categories import WaysForm
from .fields import BodyField
from .prompts import PromptForm
from .running import MoveForm
from .writing import EditForm, ReplyForm, TopicForm

__all__ = [
    "BodyField",
    "EditForm",
    "MoveForm",
    "PromptForm",
    "ReplyForm",
    "TopicForm",
    "WaysForm",
]
