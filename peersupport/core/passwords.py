"""Is a password easy to guess? Judged by zxcvbn, said in words that help."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

WEAKEST = 2  # of 0 to 4: about 10^6 guesses and more
LONGEST = 72  # characters that are judged; what is longer is strong by its length


class HardToGuess:
    """A password validator for AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that a guesser would try early."""
        known = [getattr(user, name, "") or "" for name in ("handle", "display_name", "email")]
        if (
            zxcvbn(password[:LONGEST], user_inputs=[word for word in known if word])["score"]
            < WEAKEST
        ):
            raise ValidationError(
                _(
                    "This password is easy to guess. Three or four words that do not belong together are harder."
                ),
                code="password_easy_to_guess",
            )

    def get_help_text(self) -> str:
        return _(
            "Three or four words that do not belong together are hard to guess and easy to keep."
        )
