from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peersupport.members.models import Role

from . import actions
from .models import Shift
from .querysets import moderators

HOURS = [1, 2, 4, 8]
MOST_WEEKS = 12


class ShiftForm(forms.Form):
    """Hours of somebody, once or every week, by the clock of who plans them."""

    member = forms.ModelChoiceField(
        queryset=None, label=_("Who?"), error_messages={"required": _("Choose somebody.")}
    )
    kind = forms.ChoiceField(label=_("As what?"), choices=Shift.Kind, widget=forms.RadioSelect)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Enter a day, such as 2027-06-30.")},
    )  # fmt: skip
    starts = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Say when it begins."), "invalid": _("Enter a time, such as 09:00.")},
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("An earlier hour than it begins is on the next day."),
        error_messages={"required": _("Say when it ends."), "invalid": _("Enter a time, such as 17:00.")},
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=_("For how many weeks?"), min_value=1, max_value=MOST_WEEKS, initial=1,
        error_messages={
            "required": _("Enter 1 for once."), "invalid": _("Enter a number of weeks."),
            "min_value": _("Enter 1 for once."), "max_value": _("Plan 12 weeks at most."),
        },
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        people = moderators().order_by("display_name", "pk")
        if by.role != Role.ADMINISTRATOR:
            people = people.filter(pk=by.pk)
        self.fields["member"].queryset = people
        self.initial = {"member": by.pk, "kind": Shift.Kind.DUTY, "weeks": 1} | self.initial

    def save(self):
        """Raises Refused."""
        facts = self.cleaned_data
        starts_at = timezone.make_aware(datetime.combine(facts["day"], facts["starts"]))
        last = facts["day"] + timedelta(days=facts["ends"] <= facts["starts"])
        return actions.plan_shifts(
            facts["member"], by=self.by, kind=facts["kind"], weeks=facts["weeks"],
            starts_at=starts_at, ends_at=timezone.make_aware(datetime.combine(last, facts["ends"])),
        )  # fmt: skip


class OnDutyForm(forms.Form):
    """For how long somebody is there from now on."""

    hours = forms.TypedChoiceField(
        label=_("For how long?"), coerce=int, initial=2,
        choices=[(hours, _("1 hour") if hours == 1 else _("%d hours") % hours) for hours in HOURS],
    )  # fmt: skip
