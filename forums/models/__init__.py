from .categories import Category
from .feeds import FeedKey
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "TITLE_LENGTH",
    "Category",
    "FeedKey",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadMark",
    "Topic",
]
