from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import actions


class SampleForm(forms.Form):
    """What a second person thinks of a decision."""

    SAME, OTHER = "same", "other"

    opinion = forms.ChoiceField(
        label=_("How would you have decided?"), widget=forms.RadioSelect,
        choices=[(SAME, _("The same")), (OTHER, _("Otherwise"))],
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    why = forms.CharField(
        label=_("What would you have decided, and why?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Moderators read it. The decision itself stays as it is."),
    )  # fmt: skip
    note = forms.BooleanField(label=_("Leave it as a note at the item, too"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("opinion") == self.OTHER and not data.get("why", "").strip():
            self.add_error("why", _("Say what you would have decided, and why."))
        return data

    def save(self, sampled, *, by):
        """Raises Refused."""
        facts = self.cleaned_data
        return actions.review_again(
            sampled, by=by, agrees=facts["opinion"] == self.SAME, why=facts["why"],
            is_noted=facts["note"],
        )  # fmt: skip
