from .anonymous import Hiding, WithoutNameMixin
from .bookmarks import BookmarkForm
from .drafts import typed
from .fields import BodyField
from .notes import NoteMixin, ThemesForm
from .running import MoveForm
from .tags import TagForm, TopicTagsForm
from .writing import EditForm, ReplyForm, TopicForm

__all__ = [
    "BodyField",
    "BookmarkForm",
    "EditForm",
    "Hiding",
    "MoveForm",
    "NoteMixin",
    "ReplyForm",
    "TagForm",
    "ThemesForm",
    "TopicForm",
    "TopicTagsForm",
    "WithoutNameMixin",
    "typed",
]
