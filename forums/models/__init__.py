from .bookmarks import BOOKMARK_NOTE_LENGTH, Bookmark
from .categories import Category
from .notes import NOTE_WORDS_LENGTH, ContentNote
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .tags import MOST_TAGS, Tag, TagSuggestion
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "BOOKMARK_NOTE_LENGTH",
    "MOST_TAGS",
    "Bookmark",
    "Tag",
    "TagSuggestion",
    "NOTE_WORDS_LENGTH",
    "TITLE_LENGTH",
    "Category",
    "ContentNote",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadMark",
    "Topic",
]
