from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import actions
from moderation.models import Step
from moderation.registry import Act
from moderation.rules import days_open_to

from .decisions import DecisionForm


class CleanUpForm(DecisionForm):
    """How far back, what it means for the person, and why. What is done to the things is hiding them."""

    since_days = forms.IntegerField(
        label=_("Hide what they made in the last days"), min_value=1, max_value=30, initial=2,
        error_messages={
            "required": _("Choose between 1 and 30 days."),
            "invalid": _("Choose between 1 and 30 days."),
            "min_value": _("Choose between 1 and 30 days."),
            "max_value": _("Choose between 1 and 30 days."),
        },
    )  # fmt: skip
    field_order = ["since_days", "step", "days", "limits", "norm", "facts", "version"]

    def __init__(self, *args, **how):
        super().__init__(*args, **how)
        for name in ("act", "theme", "move_to"):
            self.fields.pop(name, None)

    def clean(self):
        self.cleaned_data["act"] = Act.HIDE
        return super().clean()

    def save(self):
        """Clean up. Raises Conflict with the decision that stands, or Refused."""
        data = self.cleaned_data
        step = Step(data["step"])
        return actions.clean_up(
            self.item, by=self.member, version=data["version"], since_days=data["since_days"],
            step=step, norm=data["norm"], facts=data["facts"],
            days=data.get("days") if days_open_to(step) else None,
            limits=data.get("limits", []) if step == Step.LIMIT else [],
        )  # fmt: skip
