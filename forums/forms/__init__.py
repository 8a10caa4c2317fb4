from .anonymous import Hiding, WithoutNameMixin
from .bookmarks import BookmarkForm
from .categories import WaysForm
from .drafts import typed
from .fields import BodyField
from .held import HeldForm
from .notes import NoteMixin, ThemesForm
from .prompts import PromptForm
from .running import AnnounceForm, MergeForm, MoveForm, SplitForm
from .tags import TagForm, TopicTagsForm
from .writing import EditForm, ReplyForm, RestoreForm, TopicForm

__all__ = [
    "AnnounceForm",
    "BodyField",
    "BookmarkForm",
    "EditForm",
    "HeldForm",
    "Hiding",
    "MergeForm",
    "MoveForm",
    "NoteMixin",
    "PromptForm",
    "ReplyForm",
    "RestoreForm",
    "SplitForm",
    "TagForm",
    "ThemesForm",
    "TopicForm",
    "TopicTagsForm",
    "WaysForm",
    "WithoutNameMixin",
    "typed",
]
