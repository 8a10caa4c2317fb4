"""Which rows of moderation somebody may see."""

from .appeals import AppealQuerySet
from .authorship import AuthorshipRequestQuerySet, SealedAuthorshipQuerySet
from .care import CareQuerySet
from .cleaning import CleanUpQuerySet
from .decisions import DecisionQuerySet, SanctionQuerySet
from .items import ReviewItemQuerySet, place_name
from .openness import PublishedMonthQuerySet
from .reports import WEIGHED, ReportedExcerptQuerySet, ReportQuerySet
from .restorations import RestorationQuerySet
from .samples import SampledDecisionQuerySet, SampleQuerySet
from .terms import WatchedTermQuerySet

__all__ = [
    "AppealQuerySet",
    "AuthorshipRequestQuerySet",
    "CareQuerySet",
    "CleanUpQuerySet",
    "DecisionQuerySet",
    "PublishedMonthQuerySet",
    "ReportQuerySet",
    "ReportedExcerptQuerySet",
    "RestorationQuerySet",
    "ReviewItemQuerySet",
    "SampleQuerySet",
    "SampledDecisionQuerySet",
    "SanctionQuerySet",
    "SealedAuthorshipQuerySet",
    "WEIGHED",
    "WatchedTermQuerySet",
    "place_name",
]
