from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import actions
from moderation.models import Report


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is it about?"), choices=Report.Reason, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Anything staff should know"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def save(self, *, target, reporter):
        return actions.report(target, reporter=reporter, **self.cleaned_data)
