from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation import actions
from moderation.models import Restoration
from peersupport.members.models import Member


class RestorationForm(forms.Form):
    """What a guided conversation came to."""

    AGREED, ENDED = "agreed", "ended"

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did it come to?"), widget=forms.RadioSelect,
        choices=[
            (AGREED, gettext_lazy("Both agreed on something")),
            (ENDED, gettext_lazy("It did not come to it")),
        ],
        error_messages={"required": gettext_lazy("Choose what it came to.")},
    )  # fmt: skip
    agreement = forms.CharField(
        label=gettext_lazy("What both agreed on"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In words both know. It stands beside the decision, and whom it is about reads it. Leave out names and what was said."),
    )  # fmt: skip
    follow_up_on = forms.DateField(
        label=gettext_lazy("Look again on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("You are told on that day."),
        error_messages={"invalid": gettext_lazy("Write a day, such as 2027-01-31.")},
    )  # fmt: skip

    def __init__(self, data=None):
        soon = timezone.localdate() + timedelta(days=28)
        super().__init__(data, initial={"follow_up_on": soon})

    def clean(self):
        data = super().clean()
        if data.get("outcome") == self.AGREED:
            if not data.get("agreement"):
                self.add_error("agreement", _("Write what both agreed on."))
            day = data.get("follow_up_on")
            if "follow_up_on" not in self.errors and (not day or day <= timezone.localdate()):
                self.add_error("follow_up_on", _("Choose a day to look again, later than today."))
        return data

    def save(self, asked: Restoration, *, by: Member) -> Restoration:
        data = self.cleaned_data
        if data["outcome"] == self.ENDED:
            return actions.settle_restoration(asked, by=by)
        return actions.settle_restoration(
            asked, by=by, agreement=data["agreement"], follow_up_on=data["follow_up_on"]
        )
