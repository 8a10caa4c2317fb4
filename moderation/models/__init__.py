"""What moderation keeps: norms, reports, items that wait, decisions, sanctions and appeals."""

from .appeals import Appeal, AppealWord
from .authorship import AuthorshipRequest, SealedAuthorship
from .care import Care
from .cleaning import CleanUp
from .content import ContentNote, Moderated, Norm
from .decisions import Decision, Limit, NormRule, Sanction, Step
from .items import TARGETS, ItemNote, Priority, ReviewItem
from .openness import PublishedMonth
from .reports import Report, ReportedExcerpt
from .restorations import Restoration
from .samples import Sample, SampledDecision
from .terms import WatchedTerm

__all__ = [
    "Appeal",
    "AppealWord",
    "AuthorshipRequest",
    "Care",
    "CleanUp",
    "ContentNote",
    "Decision",
    "ItemNote",
    "Limit",
    "Moderated",
    "Norm",
    "NormRule",
    "Priority",
    "PublishedMonth",
    "Report",
    "ReportedExcerpt",
    "Restoration",
    "ReviewItem",
    "Sample",
    "SampledDecision",
    "Sanction",
    "SealedAuthorship",
    "Step",
    "TARGETS",
    "WatchedTerm",
]
