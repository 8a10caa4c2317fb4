"""What moderation asks and how it reads the answers."""

from .authorship import AnswerForm, AuthorshipForm, EmergencyForm
from .decisions import DecisionForm
from .log import LogForm
from .norms import AgreeForm
from .reports import ReportForm
from .samples import SampleForm
from .trust import TrustHoldForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "AuthorshipForm",
    "DecisionForm",
    "EmergencyForm",
    "LogForm",
    "ReportForm",
    "SampleForm",
    "TrustHoldForm",
]
