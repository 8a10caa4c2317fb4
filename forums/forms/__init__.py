from .bookmarks import BookmarkForm
from .fields import BodyField
from .notes import NoteMixin, ThemesForm
from .running import MoveForm
from .tags import TagForm, TopicTagsForm
from .writing import EditForm, ReplyForm, TopicForm

__all__ = [
    "BookmarkForm",
    "TagForm",
    "TopicTagsForm",
    "BodyField",
    "EditForm",
    "MoveForm",
    "NoteMixin",
    "ReplyForm",
    "ThemesForm",
    "TopicForm",
]
