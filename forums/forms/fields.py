from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peersupport.core.forms import BodyField, SubmitTokenMixin

__all__ = ["BodyField", "SubmitTokenMixin", "one_line"]


def one_line(title):
    title = " ".join(title.split())
    if not any(character.isalnum() for character in title):
        raise ValidationError(_("Enter a title with at least one letter or number."))
    return title
