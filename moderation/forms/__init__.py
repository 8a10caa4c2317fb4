"""What moderation asks and how it reads the answers."""

from .appeals import AppealForm, AppealWordForm, OutcomeForm, Undoing, undoings_of
from .authorship import AnswerForm, AuthorshipForm, EmergencyForm
from .cleaning import CleanUpForm
from .decisions import DecisionForm
from .norms import AgreeForm
from .reports import ReportForm
from .restorations import RestorationForm
from .trust import TrustHoldForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "AppealForm",
    "AppealWordForm",
    "AuthorshipForm",
    "CleanUpForm",
    "DecisionForm",
    "EmergencyForm",
    "OutcomeForm",
    "ReportForm",
    "RestorationForm",
    "TrustHoldForm",
    "Undoing",
    "undoings_of",
]
