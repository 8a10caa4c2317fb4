"""Pages of moderation: for members who report, and for those who decide."""

from .authorship import (
    authorship_answer,
    authorship_ask,
    authorship_detail,
    authorship_emergency,
    authorship_list,
    authorship_open,
)
from .log import audit_export, audit_log
from .norms import norms_accept, norms_detail
from .reports import report_detail, report_new
from .samples import sample_list, sample_review
from .trust import trust_hold

__all__ = [
    "audit_export",
    "audit_log",
    "authorship_answer",
    "authorship_ask",
    "authorship_detail",
    "authorship_emergency",
    "authorship_list",
    "authorship_open",
    "norms_accept",
    "norms_detail",
    "report_detail",
    "report_new",
    "sample_list",
    "sample_review",
    "trust_hold",
]
