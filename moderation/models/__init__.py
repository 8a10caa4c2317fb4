"""What moderation keeps: norms, reports, items that wait, decisions, sanctions and appeals."""

from .appeals import Appeal, AppealWord
from .authorship import AuthorshipRequest, SealedAuthorship
from .content import Moderated, Norm
from .decisions import Decision, Limit, NormRule, Sanction, Step
from .items import TARGETS, ItemNote, Priority, ReviewItem
from .openness import PublishedMonth
from .reports import Report, ReportedExcerpt

__all__ = [
    "TARGETS",
    "Appeal",
    "AppealWord",
    "AuthorshipRequest",
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
    "ReviewItem",
    "Sanction",
    "SealedAuthorship",
    "Step",
]
