from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import NOTE_WORDS_LENGTH, ContentNote


class NoteMixin(forms.Form):
    """A note in front of a text, in the same words on every form that takes one."""

    note = forms.ChoiceField(
        label=_("What is it about?"), required=False,
        choices=[("", _("No content note")), *ContentNote.choices],
        help_text=_("People can choose their moment for it, or leave such themes out altogether."),
    )  # fmt: skip
    note_words = forms.CharField(
        label=_("In a few words"), required=False, max_length=NOTE_WORDS_LENGTH,
        help_text=_("They stand above your post, in lists and in letters, in place of the text."),
        error_messages={
            "max_length": _("These are %(show_value)s characters; %(limit_value)s fit in a note.")
        },
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if not name.startswith("note")])

    def clean_note_words(self):
        return " ".join(self.cleaned_data["note_words"].split())

    def clean(self):
        """Words alone are a note too; “something else” needs some."""
        cleaned = super().clean()
        words = cleaned.get("note_words", "")
        if words and not cleaned.get("note"):
            cleaned["note"] = ContentNote.OTHER
        if cleaned.get("note") == ContentNote.OTHER and not words and not self.errors:
            self.add_error("note_words", _("Say in a few words what it is about."))
        return cleaned
