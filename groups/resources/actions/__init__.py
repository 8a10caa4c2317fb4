"""Everything that writes files: taking in, posting, withdrawing, sweeping."""

from .posting import Chosen, attach, describe, withdraw
from .sweeping import Strays, discard, missing
from .taking_in import take_in

__all__ = [
    "Chosen",
    "Strays",
    "attach",
    "describe",
    "discard",
    "missing",
    "take_in",
    "withdraw",
]
