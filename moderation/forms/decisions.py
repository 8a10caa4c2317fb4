from django import forms
from django.utils.translation import gettext_lazy as _

from moderation import actions, rules
from moderation.models import Limit, NormRule, Priority, Report, Step
from moderation.registry import Act, content_of

Reason = Report.Reason
NORMS = {  # which norm a report's reason points to first
    Reason.WORRY: "safety",
    Reason.HARM: "safety",
    Reason.UNKIND: "kindness",
    Reason.PRIVACY: "privacy",
    Reason.WRONG: "sources",
    Reason.SPAM: "spam",
}
CHOOSING = {Act.NOTE: "theme", Act.MOVE: "move_to"}  # which field says what an act needs besides


class DecisionForm(forms.Form):
    """Two plain questions, what became of the thing and what it means for the person, and why."""

    act = forms.ChoiceField(
        label=_("The content"), widget=forms.RadioSelect, initial=Act.KEEP,
        error_messages={"required": _("Choose what happens to it.")},
    )  # fmt: skip
    theme = forms.ChoiceField(
        label=_("Which content note?"), required=False, help_text=_("Only when you add one.")
    )
    move_to = forms.ChoiceField(
        label=_("Where to?"), required=False, help_text=_("Only when you move the topic.")
    )
    step = forms.ChoiceField(
        label=_("The person"), widget=forms.RadioSelect, initial=Step.NOTHING,
        error_messages={"required": _("Choose what it means for the person.")},
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("For how many days?"), required=False, min_value=1, initial=3,
        help_text=_("A pause is 1, 3 or 7 days. Limits and suspensions end by themselves too."),
        error_messages={"invalid": _("Write a number of days."), "min_value": _("At least one day.")},
    )  # fmt: skip
    limits = forms.MultipleChoiceField(
        label=_("What is limited?"), choices=Limit, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    norm = forms.ModelChoiceField(
        label=_("Norm"), queryset=NormRule.objects.all(), required=False,
        widget=forms.RadioSelect, empty_label=None,
    )  # fmt: skip
    facts = forms.CharField(
        label=_("What happened, in your words"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read this. Say what was done, not who they are."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, item, member, **how):
        self.item, self.member = item, member
        target = item.target
        self.content = content_of(target) if target is not None else None
        norm = NormRule.objects.filter(key=NORMS.get(item.reason, "")).first()
        usual = {"version": item.version, "norm": norm, "facts": norm.sentence if norm else ""}
        super().__init__(*args, **{**how, "initial": usual | (how.get("initial") or {})})
        acts = self.content.acts_for(target) if self.content else [Act.KEEP]
        acts = rules.acts_open_to(member, item, acts)
        choices = {act: self._choices_of(act, target) for act in acts if act in CHOOSING}
        acts = [act for act in acts if choices.get(act, True)]  # nowhere to move it: not offered
        names = self.content.names if self.content else {}
        self.fields["act"].choices = [(act.value, names.get(act, act.label)) for act in acts]
        steps = rules.steps_open_to(member, item)
        self.fields["step"].choices = [(step.value, step.label) for step in steps]
        for act, name in CHOOSING.items():
            if act in acts:
                self.fields[name].choices = [("", "—"), *choices[act]]
            else:
                del self.fields[name]
        if Step.LIMIT not in steps:
            del self.fields["limits"]
        if not any(rules.days_open_to(step) for step in steps):
            del self.fields["days"]

    def _choices_of(self, act, target):
        choices = self.content.choices_of(target, act, by=self.member)
        return [(each.value, each.label) for each in choices]

    def clean(self):
        data = super().clean()
        act, step = data.get("act"), data.get("step")
        if not act or not step or self.errors:
            return data
        self._explain(data)
        chosen = CHOOSING.get(act)
        if chosen and not data.get(chosen):
            self.add_error(chosen, _("Choose one."))
        open_to = rules.days_open_to(Step(step))
        if open_to and data.get("days") not in open_to:
            self.add_error("days", rules.length_in_words(Step(step)))
        if step == Step.LIMIT and not data.get("limits"):
            self.add_error("limits", _("Choose at least one."))
        restricts = act != Act.KEEP or step not in {Step.NOTHING, Step.MESSAGE}
        if restricts and data["norm"] is None:
            self.add_error("norm", _("Choose the norm that this is about."))
        return data

    def _explain(self, data):
        """The sentence of the norm that was chosen, where nobody wrote words of their own."""
        says_nothing = data["act"] == Act.KEEP and data["step"] == Step.NOTHING
        facts, norm = data.get("facts", ""), data.get("norm")
        is_prefilled = not facts or NormRule.objects.filter(sentence=facts).exists()
        is_urgent = self.item.priority <= Priority.RISK
        if is_prefilled and is_urgent:
            self.add_error("facts", _("Say what happened and what you did, in a sentence or two."))
        elif is_prefilled:
            data["facts"] = norm.sentence if norm and not says_nothing else ""
        if says_nothing:
            data["norm"] = None
        elif not data.get("facts") and not is_urgent:
            self.add_error("facts", _("Say what happened, in a sentence or two."))

    def save(self):
        """Decide. Raises Conflict with the decision that stands, or Refused, as `decide` does."""
        data = self.cleaned_data
        open_to = rules.days_open_to(Step(data["step"]))
        return actions.decide(
            self.item, by=self.member, version=data["version"], act=Act(data["act"]),
            step=Step(data["step"]), norm=data["norm"], facts=data["facts"],
            choice=data.get(CHOOSING.get(data["act"], ""), ""),
            days=data.get("days") if open_to else None,
            limits=data.get("limits", []) if data["step"] == Step.LIMIT else [],
        )  # fmt: skip
