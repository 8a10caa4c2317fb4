from .categories import Audience, CategoryQuerySet, audience_of, open_to
from .posts import PAGE, PostQuerySet, page_of
from .prompts import MANAGING, PROMPTING_ROLES, PromptQuerySet, current_prompts
from .topics import SHOWN_OF_MEMBER, SHOWN_OF_TOPIC, Reading, TopicQuerySet
from .trust import took_part

__all__ = [
    "MANAGING",
    "PAGE",
    "PROMPTING_ROLES",
    "SHOWN_OF_MEMBER",
    "SHOWN_OF_TOPIC",
    "Audience",
    "CategoryQuerySet",
    "PostQuerySet",
    "PromptQuerySet",
    "Reading",
    "TopicQuerySet",
    "audience_of",
    "current_prompts",
    "open_to",
    "page_of",
    "took_part",
]
