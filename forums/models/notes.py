"""What a text touches on, said before its words: by its author, or by a moderator."""

from django.db import models
from django.utils.translation import gettext as _

from moderation.models import ContentNote

NOTE_WORDS_LENGTH = 60


class Noted(models.Model):
    """A text that may stand behind a note. Outside its topic the note is all that is shown."""

    note = models.CharField(
        max_length=16, choices=ContentNote, blank=True, default="", db_default=""
    )
    note_words = models.CharField(
        max_length=NOTE_WORDS_LENGTH, blank=True, default="", db_default=""
    )

    class Meta:
        abstract = True

    @property
    def note_theme(self) -> str:
        """The theme alone, in the site's words: what may go where the author's are not wanted."""
        theme = _("Content note: %(note)s")
        return theme % {"note": ContentNote(self.note).label} if self.note else ""

    @property
    def note_name(self) -> str:
        """The theme and the author's own words: “Loss and grief: my dog”, or nothing."""
        if not self.note:
            return ""
        theme = ContentNote(self.note)
        if not self.note_words:
            return str(theme.label)
        return (
            self.note_words if theme == ContentNote.OTHER else f"{theme.label}: {self.note_words}"
        )

    @property
    def note_text(self) -> str:
        """What stands in place of the words, or nothing."""
        return _("Content note: %(note)s") % {"note": self.note_name} if self.note else ""
