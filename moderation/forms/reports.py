from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from moderation import actions, rules
from moderation.actions.items import PRIORITIES
from moderation.models import NormRule, Report
from moderation.registry import content_of
from peersupport.core.durations import in_words
from peersupport.members.models import Member

Reason = Report.Reason
HINTS = {
    Reason.UNKIND: _("Insults, threats, piling on"),
    Reason.PRIVACY: _("Names, addresses, screenshots"),
    Reason.HARM: _("Ways to hurt oneself, dares, encouragement"),
    Reason.WRONG: _("Health, money or rules, without a source"),
    Reason.SPAM: _("Adverts, paid coursework, the same text in many places"),
    Reason.OTHER: _("Tell us in the next step"),
}
AWAY = {
    "mute": _("You stop seeing what they write. They don’t notice."),
    "block": _("You can’t find or write to each other."),
}


class _WithHints:
    """Each answer with a line under it."""

    hints: dict = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        tone = "care" if value == Reason.WORRY else ""  # it comes first and looks like care
        return option | {"hint": self.hints.get(value, ""), "tone": tone}


class HintedRadios(_WithHints, forms.RadioSelect):
    pass


class HintedTicks(_WithHints, forms.CheckboxSelectMultiple):
    pass


class ReportForm(forms.Form):
    """Telling staff about something, in two steps on one address: what it is, then one's words.

    Nothing is kept between the steps but in the form itself, so that a note stays between who
    writes it and who reads it. `step` is the one to show; `is_sent` says whether it is complete.
    """

    reason = forms.ChoiceField(
        label=_("Choose the closest one"), choices=Reason, widget=HintedRadios,
        error_messages={
            "required": _("Choose what is wrong."), "invalid_choice": _("Choose what is wrong."),
        },
    )  # fmt: skip
    note = forms.CharField(
        label=_("In your words"), max_length=Report.NOTE_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened before, or how it affects you. Only moderators read this."),
    )  # fmt: skip
    keep_away = forms.MultipleChoiceField(
        label=_("For you, right now"), required=False, widget=HintedTicks
    )

    def __init__(self, data=None, *, target, by):
        self.kept = _kept(data)
        is_back = data is not None and "back" in data
        super().__init__(None if is_back else data, initial=self.kept if is_back else None)
        self.target, self.by, self.content = target, by, content_of(target)
        self.author = self.content.author_of(target)
        if self.step == 1:
            self._ask_for_the_reason()
        else:
            self._ask_for_words()

    def _ask_for_the_reason(self):
        field = self.fields["reason"]
        field.widget.hints = {**HINTS, Reason.WORRY: self.promise}
        if self.author is None:
            field.choices = [(Reason.WORRY, _("I’m worried about somebody")), *Reason.choices[1:]]

    def _ask_for_words(self):
        note, away = self.fields["note"], self.fields["keep_away"]
        if self.is_worry:
            note.label = _("What makes you worried?")
            note.help_text = _("A line is enough. Only people who moderate read it.")
        away.widget.hints = AWAY
        away.choices = [] if self.is_worry else self._ways_to_keep_away()
        if not away.choices:
            del self.fields["keep_away"]

    def _ways_to_keep_away(self):
        """What the reporter has not done about the author yet."""
        if self.author is None:
            return []
        people = Member.objects.blockable_by(self.by).with_distance_of(self.by)
        person = people.filter(pk=self.author.pk).first()
        if person is None:
            return []
        name = {"name": person.display_name}
        ways = [] if person.is_muted else [("mute", gettext("Mute %(name)s") % name)]
        return ways if person.is_blocked else [*ways, ("block", gettext("Block %(name)s") % name)]

    @cached_property
    def chosen(self):
        """The reason that was sent, or ""."""
        value = self.data.get("reason", "") if self.is_bound else ""
        return value if value in Reason.values else ""

    @property
    def step(self) -> int:
        return 2 if self.chosen else 1

    @property
    def is_worry(self) -> bool:
        return self.chosen == Reason.WORRY

    @property
    def is_sent(self) -> bool:
        """Whether it is whole, and its writer pressed the last button."""
        return self.is_bound and "send" in self.data and self.is_valid()

    @property
    def title(self) -> str:
        return self.content.title_of(self.target)

    @property
    def chosen_label(self) -> str:
        return Reason(self.chosen).label

    @cached_property
    def norm(self):
        """The rule of the norms that it is about, if the site has it."""
        key = Report.NORMS.get(Reason(self.chosen))
        return NormRule.objects.filter(key=key).first() if key else None

    @cached_property
    def is_covered(self) -> bool:
        return rules.somebody_is_on_duty()

    @property
    def promise(self) -> str:
        """What a worry leads to, as far as it is true just now."""
        danger = gettext("They may be in danger or hurting.")
        if not self.is_covered:
            later = gettext("Nobody is on duty just now: it is the first thing we look at.")
            return f"{danger} {later}"
        looks = gettext("A trained person looks within %(time)s.")
        return f"{danger} {looks % {'time': first_look(Reason.WORRY)}}"

    @property
    def first_look(self) -> str:
        return first_look(self.chosen)

    def save(self) -> Report:
        return actions.report(self.target, reporter=self.by, **self.cleaned_data)


def first_look(reason: str) -> str:
    """Within what time a person looks at such a report, in words."""
    return in_words(PRIORITIES[Reason(reason)].first_look)


def _kept(data) -> dict:
    """What was typed and ticked, so that no step loses it."""
    if data is None:
        return {}
    ticked = data.getlist("keep_away") if hasattr(data, "getlist") else []
    return {"reason": data.get("reason"), "note": data.get("note", ""), "keep_away": ticked}
