"""What moderation asks and how it reads the answers."""

from .authorship import AnswerForm, AuthorshipForm, EmergencyForm
from .decisions import DecisionForm
from .log import LogForm
from .norms import AgreeForm
from .queue import CareForm, NoteForm, QueueFilter
from .reports import ReportForm
from .samples import SampleForm
from .trust import TrustHoldForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "AuthorshipForm",
    "CareForm",
    "DecisionForm",
    "EmergencyForm",
    "LogForm",
    "NoteForm",
    "QueueFilter",
    "ReportForm",
    "SampleForm",
    "TrustHoldForm",
]
