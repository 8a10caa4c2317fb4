"""What moderation asks and how it reads the answers."""

from .appeals import AppealForm, AppealWordForm, OutcomeForm, Undoing, undoings_of
from .authorship import AnswerForm, AuthorshipForm, EmergencyForm
from .cleaning import CleanUpForm
from .decisions import DecisionForm
from .log import LogForm
from .norms import AgreeForm
from .queue import CareForm, NoteForm, QueueFilter
from .reports import ReportForm
from .restorations import RestorationForm
from .samples import SampleForm
from .trust import TrustHoldForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "AppealForm",
    "AppealWordForm",
    "AuthorshipForm",
    "CareForm",
    "CleanUpForm",
    "DecisionForm",
    "EmergencyForm",
    "LogForm",
    "NoteForm",
    "OutcomeForm",
    "QueueFilter",
    "ReportForm",
    "RestorationForm",
    "SampleForm",
    "TrustHoldForm",
    "Undoing",
    "undoings_of",
]
