from django import forms
from django.utils.translation import gettext_lazy as _

from groups.resources.forms import FilesMixin
from groups.rooms import actions
from peersupport.core.forms import BodyField, SubmitTokenMixin

LINE_LENGTH = 8_000
TOO_LONG = _(
    "This is %(show_value)s characters long; %(limit_value)s fit in one message. "
    "Shorten it or send it in two parts."
)
WRITING = {"rows": 2, "data-enter-sends": "", "dir": "auto"}


class LineField(BodyField):
    """Words of one line; none where a file says enough."""

    def __init__(self, **options):
        options = {
            "max_length": LINE_LENGTH, "required": False, "label": _("Message"),
            "widget": forms.Textarea(attrs=WRITING),
            "error_messages": {"required": _("Write something first."), "max_length": TOO_LONG},
        } | options  # fmt: skip
        super().__init__(**options)


class LineForm(FilesMixin, SubmitTokenMixin):
    """What is said in a conversation, with its files."""

    body = LineField()

    def __init__(self, *args, label="", **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["body"].label = label

    def clean(self):
        data = super().clean()
        data["files"] = data.get("files") or ()
        if not data.get("body") and not data["files"] and not self.is_attaching:
            self._say_something()
        return data

    def _say_something(self):
        if not self.errors:
            self.add_error("body", _("Write something first."))

    def save(self, *, room, author):
        return actions.say(room, by=author, **self.cleaned_data)


class EditForm(forms.Form):
    """One's own words, changed."""

    body = LineField(widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))

    def save(self, *, line, by):
        return actions.change_line(line, by=by, body=self.cleaned_data["body"])


class SearchForm(forms.Form):
    """Words to look for in one's own conversation. Sent by POST: no address or log holds them."""

    q = forms.CharField(
        label=_("Words to look for"), max_length=80,
        error_messages={"required": _("Enter a word to look for.")},
    )  # fmt: skip
