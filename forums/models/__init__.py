from .categories import Category
from .polls import MOST_OPTIONS, OPTION_LENGTH, QUESTION_LENGTH, Ballot, Poll, PollOption
from .posts import Post, PostRevision, Reaction
from .prompts import LONGEST_DAYS, Prompt, days_later
from .reading import ReadMark
from .topics import TITLE_LENGTH, Topic

__all__ = [
    "LONGEST_DAYS",
    "MOST_OPTIONS",
    "OPTION_LENGTH",
    "QUESTION_LENGTH",
    "TITLE_LENGTH",
    "Ballot",
    "Category",
    "Poll",
    "PollOption",
    "Post",
    "PostRevision",
    "Prompt",
    "Reaction",
    "ReadMark",
    "Topic",
    "days_later",
]
