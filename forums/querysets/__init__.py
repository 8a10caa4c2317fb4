from .anonymous import AliasQuerySet
from .categories import Audience, CategoryQuerySet, audience_of, open_to
from .posts import PAGE, PostQuerySet, page_of
from .topics import SHOWN_OF_MEMBER, SHOWN_OF_TOPIC, Reading, TopicQuerySet
from .trust import took_part

__all__ = [
    "PAGE",
    "SHOWN_OF_MEMBER",
    "SHOWN_OF_TOPIC",
    "AliasQuerySet",
    "Audience",
    "CategoryQuerySet",
    "PostQuerySet",
    "Reading",
    "TopicQuerySet",
    "audience_of",
    "open_to",
    "page_of",
    "took_part",
]
