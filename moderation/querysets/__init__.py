"""Which rows of moderation somebody may see."""

from .appeals import AppealQuerySet
from .authorship import AuthorshipRequestQuerySet, SealedAuthorshipQuerySet
from .cleaning import CleanUpQuerySet
from .decisions import DecisionQuerySet, SanctionQuerySet
from .items import ReviewItemQuerySet
from .reports import ReportedExcerptQuerySet, ReportQuerySet
from .restorations import RestorationQuerySet

__all__ = [
    "AppealQuerySet",
    "AuthorshipRequestQuerySet",
    "CleanUpQuerySet",
    "DecisionQuerySet",
    "ReportQuerySet",
    "ReportedExcerptQuerySet",
    "RestorationQuerySet",
    "ReviewItemQuerySet",
    "SanctionQuerySet",
    "SealedAuthorshipQuerySet",
]
