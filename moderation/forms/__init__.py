"""What moderation asks and how it reads the answers."""

from .appeals import AppealForm, AppealWordForm, OutcomeForm, Undoing, undoings_of
from .authorship import AnswerForm, AuthorshipForm, EmergencyForm
from .decisions import DecisionForm
from .norms import AgreeForm
from .queue import CareForm, NoteForm, QueueFilter
from .reports import ReportForm
from .trust import TrustHoldForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "AppealForm",
    "AppealWordForm",
    "AuthorshipForm",
    "CareForm",
    "DecisionForm",
    "EmergencyForm",
    "NoteForm",
    "OutcomeForm",
    "QueueFilter",
    "ReportForm",
    "TrustHoldForm",
    "Undoing",
    "undoings_of",
]
