from .anonymous import Alias, token_of
from .categories import Category
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "TITLE_LENGTH",
    "Alias",
    "Category",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadMark",
    "Topic",
    "token_of",
]
