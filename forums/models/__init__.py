from .categories import Category
from .posts import Post, PostRevision, Reaction
from .reading import ReadMark
from .search import WORDS_OF_TOPIC, config_of, site_language, words_of_topic
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "TITLE_LENGTH",
    "WORDS_OF_TOPIC",
    "Category",
    "Post",
    "PostRevision",
    "Reaction",
    "ReadMark",
    "Topic",
    "config_of",
    "site_language",
    "words_of_topic",
]
