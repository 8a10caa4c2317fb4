from .anonymous import Hiding, WithoutNameMixin
from .bookmarks import BookmarkForm
from .categories import WaysForm
from .drafts import typed
from .fields import BodyField
from .notes import NoteMixin, ThemesForm
from .prompts import PromptForm
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
    "PromptForm",
    "ReplyForm",
    "TagForm",
    "ThemesForm",
    "TopicForm",
    "TopicTagsForm",
    "WaysForm",
    "WithoutNameMixin",
    "typed",
]
