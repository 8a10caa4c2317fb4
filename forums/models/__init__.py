from .categories import Category
from .notes import NOTE_WORDS_LENGTH, ContentNote
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .topics import TITLE_LENGTH, Topic

__all__ = [
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
