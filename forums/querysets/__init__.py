from .categories import Audience, CategoryQuerySet, audience_of, open_to
from .drafts import DraftQuerySet
from .people import people_to_mention
from .posts import PAGE, PostQuerySet, page_of
from .topics import SHOWN_OF_MEMBER, SHOWN_OF_TOPIC, Reading, TopicQuerySet
from .trust import took_part

__all__ = [
    "PAGE",
    "SHOWN_OF_MEMBER",
    "SHOWN_OF_TOPIC",
    "Audience",
    "CategoryQuerySet",
    "DraftQuerySet",
    "PostQuerySet",
    "Reading",
    "TopicQuerySet",
    "audience_of",
    "open_to",
    "page_of",
    "people_to_mention",
    "took_part",
]
