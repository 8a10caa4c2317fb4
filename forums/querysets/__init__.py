from .categories import Audience, CategoryQuerySet, audience_of, open_to
from .feeds import FeedKeyQuerySet, digest_of
from .posts import PAGE, PostQuerySet, page_of
from .topics import SHOWN_OF_MEMBER, SHOWN_OF_TOPIC, Reading, TopicQuerySet
from .trust import took_part

__all__ = [
    "PAGE",
    "SHOWN_OF_MEMBER",
    "SHOWN_OF_TOPIC",
    "Audience",
    "CategoryQuerySet",
    "FeedKeyQuerySet",
    "PostQuerySet",
    "Reading",
    "TopicQuerySet",
    "audience_of",
    "digest_of",
    "open_to",
    "page_of",
    "took_part",
]
