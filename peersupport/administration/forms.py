from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peersupport.members.models import Member, Role

from . import actions


class ReasonForm(forms.Form):
    """Why something is done to somebody's account; it is kept."""

    reason = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why in a sentence.")},
    )  # fmt: skip


class TellingForm(ReasonForm):
    """A reason that the member reads."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("They read it in a letter. It is kept.")


class RoleForm(ReasonForm):
    """A role of the staff, or none, and until when."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=_("Last day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The role ends by itself after this day."),
        error_messages={"invalid": _("Enter a day, such as 2027-06-30.")},
    )  # fmt: skip

    field_order = ["role", "reason", "last_day"]

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        none = [("none", _("No role: a member like everybody"))] if member.role else []
        roles = [(value, label) for value, label in Role.choices if value]
        self.fields["role"].choices = none + roles
        self.fields["role"].error_messages["required"] = _("Choose a role.")
        self.fields["role"].initial = member.role or None
        self.fields["reason"].help_text = _("Other administrators read it. It is kept.")

    def save(self, *, by: Member):
        """The new grant, or None when the role ended. Raises Refused."""
        role, reason = self.cleaned_data["role"], self.cleaned_data["reason"]
        if role == "none":
            actions.end_role(self.member, by=by, reason=reason)
            return None
        return actions.grant_role(
            self.member, role=Role(role), reason=reason, by=by, expires_at=self._end()
        )

    def _end(self):
        """The moment after the last day, where the administrator lives."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
