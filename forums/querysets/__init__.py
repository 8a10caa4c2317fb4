from .anonymous import AliasQuerySet
from .bookmarks import BookmarkQuerySet
from .categories import Audience, CategoryQuerySet, audience_of, open_to
from .posts import PAGE, PostQuerySet, page_of
from .tags import TagQuerySet
from .topics import SHOWN_OF_MEMBER, SHOWN_OF_TOPIC, Reading, TopicQuerySet
from .trust import took_part
from .wanted import level_of, unwanted_by, willing_to_hear_of

__all__ = [
    "AliasQuerySet",
    "Audience",
    "BookmarkQuerySet",
    "CategoryQuerySet",
    "PAGE",
    "PostQuerySet",
    "Reading",
    "SHOWN_OF_MEMBER",
    "SHOWN_OF_TOPIC",
    "TagQuerySet",
    "TopicQuerySet",
    "audience_of",
    "level_of",
    "open_to",
    "page_of",
    "took_part",
    "unwanted_by",
    "willing_to_hear_of",
]
