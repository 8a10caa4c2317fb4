"""Which rows of moderation somebody may see."""

from .appeals import AppealQuerySet
from .authorship import AuthorshipRequestQuerySet, SealedAuthorshipQuerySet
from .decisions import DecisionQuerySet, SanctionQuerySet
from .items import ReviewItemQuerySet
from .openness import PublishedMonthQuerySet
from .reports import ReportedExcerptQuerySet, ReportQuerySet

__all__ = [
    "AppealQuerySet",
    "AuthorshipRequestQuerySet",
    "DecisionQuerySet",
    "PublishedMonthQuerySet",
    "ReportQuerySet",
    "ReportedExcerptQuerySet",
    "ReviewItemQuerySet",
    "SanctionQuerySet",
    "SealedAuthorshipQuerySet",
]
