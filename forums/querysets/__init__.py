from .anonymous import AliasQuerySet
from .bookmarks import BookmarkQuerySet
from .categories import Audience, CategoryQuerySet, audience_of, open_to
from .drafts import DraftQuerySet
from .feeds import FeedKeyQuerySet, digest_of
from .held import HeldPostQuerySet
from .people import people_to_mention
from .posts import PAGE, PostQuerySet, RevisionQuerySet, page_of
from .prompts import MANAGING, PROMPTING_ROLES, PromptQuerySet, current_prompts
from .tags import TagQuerySet
from .topics import SHOWN_OF_MEMBER, SHOWN_OF_TOPIC, Reading, TopicQuerySet
from .trust import took_part
from .wanted import level_of, unwanted_by, willing_to_hear_of

__all__ = [
    "AliasQuerySet",
    "Audience",
    "BookmarkQuerySet",
    "CategoryQuerySet",
    "DraftQuerySet",
    "FeedKeyQuerySet",
    "HeldPostQuerySet",
    "MANAGING",
    "PAGE",
    "PROMPTING_ROLES",
    "PostQuerySet",
    "PromptQuerySet",
    "Reading",
    "RevisionQuerySet",
    "SHOWN_OF_MEMBER",
    "SHOWN_OF_TOPIC",
    "TagQuerySet",
    "TopicQuerySet",
    "audience_of",
    "current_prompts",
    "digest_of",
    "level_of",
    "open_to",
    "page_of",
    "people_to_mention",
    "took_part",
    "unwanted_by",
    "willing_to_hear_of",
]
