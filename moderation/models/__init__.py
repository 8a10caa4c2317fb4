"""What moderation keeps: norms, reports, items that wait, decisions, sanctions and appeals."""

from .appeals import Appeal, AppealWord
from .authorship import AuthorshipRequest, SealedAuthorship
from .cleaning import CleanUp
from .content import Moderated, Norm
from .decisions import Decision, Limit, NormRule, Sanction, Step
from .items import TARGETS, ItemNote, Priority, ReviewItem
from .reports import Report, ReportedExcerpt
from .restorations import Restoration

__all__ = [
    "Appeal",
    "AppealWord",
    "AuthorshipRequest",
    "CleanUp",
    "Decision",
    "ItemNote",
    "Limit",
    "Moderated",
    "Norm",
    "NormRule",
    "Priority",
    "Report",
    "ReportedExcerpt",
    "Restoration",
    "ReviewItem",
    "Sanction",
    "SealedAuthorship",
    "Step",
    "TARGETS",
]
