from .choices import Choice, Digest, MailPlan
from .kinds import Kind
from .letters import Letter, MailOptOut
from .notices import Notice, Watch

__all__ = [
    "Choice",
    "Digest",
    "Kind",
    "Letter",
    "MailOptOut",
    "MailPlan",
    "Notice",
    "Watch",
]
