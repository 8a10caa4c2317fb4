"""Everything that writes files: taking in, posting, withdrawing, sweeping."""

from .hiding import bring_back, hide_file, put_away, show_file_again
from .posting import Chosen, attach, describe, names_inside, withdraw
from .sweeping import Strays, discard, missing
from .taking_in import take_in
from .unnamed import forget_unnamed, reseal_unnamed

__all__ = [
    "Chosen",
    "Strays",
    "attach",
    "bring_back",
    "describe",
    "discard",
    "forget_unnamed",
    "hide_file",
    "missing",
    "names_inside",
    "put_away",
    "reseal_unnamed",
    "show_file_again",
    "take_in",
    "withdraw",
]
