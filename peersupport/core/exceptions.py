from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _


class Refused(Exception):
    """A deed that the rules do not allow. The one exception whose text members read.

    `see` is the name of the page that explains the rule, where there is one.
    """

    def __init__(self, text: str = "", *, see: str = "") -> None:
        super().__init__(text)
        self.see = see

    @property
    def shown(self) -> str:
        """The text for a page, followed by a link to what explains it."""
        if not self.see:
            return str(self)
        return format_html(
            '{} <a href="{}">{}</a>', str(self), reverse(self.see), _("Why is that?")
        )


class Conflict(Exception):
    """Somebody else changed the same thing first. Carries the row as it stands now."""

    def __init__(self, current):
        super().__init__("changed since it was opened")
        self.current = current
