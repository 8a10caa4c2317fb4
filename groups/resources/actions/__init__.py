"""Everything that writes files: taking in, posting, withdrawing, sweeping."""

from .posting import Chosen, attach, describe, names_inside, take_back, withdraw
from .sweeping import Strays, discard, missing
from .taking_in import take_in
from .unnamed import forget_unnamed, reseal_unnamed

__all__ = [
    "Chosen",
    "Strays",
    "attach",
    "describe",
    "discard",
    "forget_unnamed",
    "missing",
    "names_inside",
    "reseal_unnamed",
    "take_back",
    "take_in",
    "withdraw",
]
