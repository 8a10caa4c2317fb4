"""Where to turn to at once. Static on purpose: this page outlives database and Redis.

Numbers and addresses were checked against the organisations' own public pages as far as our
sources went; an operator confirms them for its place (docs/deploy.md) before opening a site.
"""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _


class Line(NamedTuple):
    """A way to help: who, for whom, how to reach them."""

    name: str
    place: str
    hours: str
    phone: str = ""
    text: str = ""
    link: str = ""


BUILT_IN = [
    Line(_("Emergency services"), _("Europe and many other countries"), _("Day and night"), phone="112"),
    Line("Samaritans", _("United Kingdom and Ireland"), _("Day and night"), phone="116 123",
         link="https://www.samaritans.org/"),
    Line("988 Suicide & Crisis Lifeline", _("United States and Canada"), _("Day and night"),
         phone="988", text="988", link="https://988lifeline.org/"),
    Line("Lifeline", _("Australia"), _("Day and night"), phone="13 11 14",
         link="https://www.lifeline.org.au/"),
    Line(_("Find A Helpline"), _("Anywhere: a directory by country"), "",
         link="https://findahelpline.com/"),
]  # fmt: skip

LINES = [Line(**line) for line in settings.HELP_LINES] or BUILT_IN
