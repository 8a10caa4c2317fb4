from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import actions
from peersupport.members.models import Member, Trust


class TrustHoldForm(forms.Form):
    """Hold a member at a level, or let counting decide."""

    COUNTED = "counted"

    level = forms.ChoiceField(
        label=_("Their level"), widget=forms.RadioSelect,
        choices=[(COUNTED, _("As it is counted")), *((str(each.value), each.label) for each in Trust)],
        error_messages={"required": _("Choose a level.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it on their page about trust. Needed when you set a level."),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("level", self.COUNTED) != self.COUNTED and not data.get("reason"):
            self.add_error("reason", _("Say why: the member reads it."))
        return data

    def save(self, member: Member, *, by: Member) -> None:
        level = self.cleaned_data["level"]
        if level == self.COUNTED:
            actions.release_trust(member, by=by)
            return
        reason = self.cleaned_data["reason"]
        actions.hold_trust(member, level=Trust(int(level)), by=by, reason=reason)
