from .fields import BodyField
from .running import AnnounceForm, MergeForm, MoveForm, SplitForm
from .writing import EditForm, ReplyForm, RestoreForm, TopicForm

__all__ = [
    "AnnounceForm",
    "BodyField",
    "EditForm",
    "MergeForm",
    "MoveForm",
    "ReplyForm",
    "RestoreForm",
    "SplitForm",
    "TopicForm",
]
