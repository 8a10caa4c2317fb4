from .anonymous import Alias, token_of
from .bookmarks import BOOKMARK_NOTE_LENGTH, Bookmark
from .categories import Category
from .drafts import Draft
from .notes import NOTE_WORDS_LENGTH, ContentNote
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .tags import MOST_TAGS, Tag, TagSuggestion
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "Alias",
    "BOOKMARK_NOTE_LENGTH",
    "Bookmark",
    "Category",
    "ContentNote",
    "Draft",
    "MOST_TAGS",
    "NOTE_WORDS_LENGTH",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadMark",
    "TITLE_LENGTH",
    "Tag",
    "TagSuggestion",
    "Topic",
    "token_of",
]
