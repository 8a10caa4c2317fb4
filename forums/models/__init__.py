from .categories import Category
from .drafts import Draft
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "TITLE_LENGTH",
    "Category",
    "Draft",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadMark",
    "Topic",
]
