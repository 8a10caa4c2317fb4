from .categories import Category
from .moving import DismissedAnnouncement, MovedPost, SystemLine
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "TITLE_LENGTH",
    "Category",
    "DismissedAnnouncement",
    "MovedPost",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadMark",
    "SystemLine",
    "Topic",
]
