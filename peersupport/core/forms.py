"""Fields of forms in which members write."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from peersupport.core.richtext import MAX_LENGTH

TOO_LONG = _(
    "This is %(show_value)s characters long; %(limit_value)s fit in one post. "
    "Shorten it or post it in two parts."
)


class BodyField(forms.CharField):
    """Markdown: kept exactly as typed, except for the blank lines around it."""

    def __init__(self, **options):
        options = {
            "max_length": MAX_LENGTH,
            "strip": False,  # a text may begin with an indented line of code
            "widget": forms.Textarea(attrs={"rows": 8}),
            "error_messages": {"required": _("Write something first."), "max_length": TOO_LONG},
        } | options
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").strip("\n")
        return text if text.strip() else ""


class TrapMixin(forms.Form):
    """A field that people neither see nor reach, and programs fill in. Drawn by components/trap.html.

    It asks nothing of anybody, and nobody's way of typing or pasting is timed.
    """

    website = forms.CharField(
        required=False, max_length=500, label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website", "").strip()) and "website" in self.fields


class SubmitTokenMixin(forms.Form):
    """A double click, or Back and send again, posts once."""

    submit_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submit_token"].initial = uuid.uuid4
