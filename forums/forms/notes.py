from django import forms
from django.utils.translation import gettext_lazy as _

from forums import actions
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


class ThemesForm(forms.Form):
    """Themes that somebody would rather not meet here."""

    notes = forms.MultipleChoiceField(
        label=_("Content notes"), required=False, choices=ContentNote.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What stands behind one of these is left out for you."),
    )  # fmt: skip
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=2000,
        help_text=_("Their names with commas between them, such as: exams, flatmates."),
    )  # fmt: skip

    def __init__(self, *args, member, **kwargs):
        initial = {"notes": member.hidden_notes, "tags": ", ".join(member.hidden_tags)}
        super().__init__(*args, initial=initial, **kwargs)
        self.member = member

    def clean_tags(self):
        return self.cleaned_data["tags"].split(",")

    def save(self):
        return actions.choose_hidden(self.member, **self.cleaned_data)
