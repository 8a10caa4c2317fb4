from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.querysets.log import GROUPS
from peersupport.members.models import Member


class LogForm(forms.Form):
    """What somebody looks for in the staff's log. What cannot be read is left out."""

    who = forms.ModelChoiceField(
        queryset=None, label=_("Person"), required=False, empty_label=_("Anyone")
    )
    did = forms.ChoiceField(
        label=_("Did"), required=False,
        choices=[("", _("Anything")), *((key, label) for key, (label, verbs) in GROUPS.items())],
    )  # fmt: skip
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = Member.objects.exclude(role="").order_by("display_name", "pk")

    @property
    def wanted(self) -> dict:
        """What was asked for and can be read: ids and fixed words."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: value.pk if name == "who" else str(value) for name, value in found.items()}

    def narrow(self, rows):
        """Just those rows, days by the clock of who looks."""
        self.is_valid()
        facts = self.cleaned_data
        if who := facts.get("who"):
            rows = rows.filter(actor=who)
        if did := facts.get("did"):
            rows = rows.filter(verb__in=GROUPS[did][1])
        if since := facts.get("since"):
            rows = rows.filter(happened_at__gte=_midnight(since))
        if until := facts.get("until"):
            rows = rows.filter(happened_at__lt=_midnight(until + timedelta(days=1)))
        return rows


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
