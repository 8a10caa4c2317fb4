from .anonymous import Alias, token_of
from .bookmarks import BOOKMARK_NOTE_LENGTH, Bookmark
from .categories import NEVER_HELD, Category
from .drafts import Draft
from .feeds import FeedKey
from .held import HeldPost
from .moving import DismissedAnnouncement, MovedPost, SystemLine
from .notes import NOTE_WORDS_LENGTH, ContentNote
from .polls import MOST_OPTIONS, OPTION_LENGTH, QUESTION_LENGTH, Ballot, Poll, PollOption
from .posts import Post, PostRevision, Reaction
from .prompts import LONGEST_DAYS, Prompt, days_later
from .reading import ReadMark
from .search import WORDS_OF_TOPIC, config_of, site_language, words_of_topic
from .tags import MOST_TAGS, Tag, TagSuggestion
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "Alias",
    "BOOKMARK_NOTE_LENGTH",
    "Ballot",
    "Bookmark",
    "Category",
    "ContentNote",
    "DismissedAnnouncement",
    "Draft",
    "FeedKey",
    "HeldPost",
    "LONGEST_DAYS",
    "MOST_OPTIONS",
    "MOST_TAGS",
    "MovedPost",
    "NEVER_HELD",
    "NOTE_WORDS_LENGTH",
    "OPTION_LENGTH",
    "Poll",
    "PollOption",
    "Post",
    "PostRevision",
    "Prompt",
    "QUESTION_LENGTH",
    "Reaction",
    "ReadMark",
    "SystemLine",
    "TITLE_LENGTH",
    "Tag",
    "TagSuggestion",
    "Topic",
    "WORDS_OF_TOPIC",
    "config_of",
    "days_later",
    "site_language",
    "token_of",
    "words_of_topic",
]
