from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation import actions
from moderation.models import Appeal, AppealWord, Decision, Sanction
from moderation.registry import Act
from peersupport.members.models import Member

Outcome, Wish, Kind = Appeal.Outcome, Appeal.Wish, Sanction.Kind
WORDS_LONG = 4000


class AppealForm(forms.Form):
    """What somebody wants to say about a decision, and what would be fair."""

    text = forms.CharField(
        label=gettext_lazy("What should we know?"), max_length=WORDS_LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A few sentences are enough. You and the moderators in this appeal can read it."),
        error_messages={"required": gettext_lazy("Write a few words, so that we know what to look at.")},
    )  # fmt: skip
    wish = forms.ChoiceField(
        label=gettext_lazy("What would be fair?"), choices=Wish, initial=Wish.OTHER,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what would be fair.")},
    )  # fmt: skip

    def __init__(self, data=None, *, decision: Decision, is_again: bool = False):
        super().__init__(data)
        self.decision = decision
        parts = {part.key for part in undoings_of(decision)}
        wishes = {Wish.OTHER}
        wishes |= {Wish.SHOW} if "show_again" in parts else set()
        wishes |= {Wish.SOONER} if "end_sanctions" in parts else set()
        wishes |= {Wish.BOTH} if len(wishes) == len(Wish) - 1 else set()
        self.fields["wish"].choices = [(w.value, w.label) for w in Wish if w in wishes]
        if is_again:
            self.fields["text"].label = _("What is new?")

    def save(self, *, by: Member) -> Appeal:
        return actions.appeal(self.decision, by=by, **self.cleaned_data)


class AppealWordForm(forms.Form):
    """One more thing in the thread of an appeal."""

    text = forms.CharField(
        label=gettext_lazy("Reply in the thread"), max_length=WORDS_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write a few words.")},
    )  # fmt: skip
    is_new_fact = forms.BooleanField(
        label=gettext_lazy("This is something new that we did not know"), required=False
    )

    def __init__(self, data=None, *, is_theirs: bool):
        super().__init__(data)
        if is_theirs:
            self.fields["text"].label = _("Add something")
        else:
            del self.fields["is_new_fact"]

    def save(self, appeal: Appeal, *, by: Member) -> AppealWord:
        return actions.say_in_appeal(appeal, by=by, **self.cleaned_data)


class OutcomeChoices(forms.RadioSelect):
    """Each outcome says under its name what it means for this decision."""

    hints: dict[str, str] = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class OutcomeForm(forms.Form):
    """What becomes of a decision that was looked at again, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), widget=OutcomeChoices,
        error_messages={"required": gettext_lazy("Choose an outcome.")},
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("If you change part of it: which part"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say why, in plain words.")},
    )  # fmt: skip

    def __init__(self, data=None, *, appeal: Appeal):
        super().__init__(data)
        self.appeal, decision = appeal, appeal.decision
        undoings = undoings_of(decision)
        outcomes = [o for o in Outcome if o and (undoings or o != Outcome.CHANGED)]
        self.fields["outcome"].choices = [(each.value, each.label) for each in outcomes]
        self.fields["outcome"].widget.hints = _hints(undoings)
        self.fields["parts"].choices = [(each.key, each.label) for each in undoings]
        if not undoings:
            del self.fields["parts"]
        self.fields["reasons"].help_text = _("%(member)s and %(decider)s both read this.") % {
            "member": appeal.member, "decider": decision.made_by,
        }  # fmt: skip

    def clean(self):
        data = super().clean()
        is_partly = data.get("outcome") == Outcome.CHANGED
        if is_partly and not data.get("parts") and "parts" not in self.errors:
            self.add_error("parts", _("Choose what changes."))
        if data.get("outcome") == Outcome.KEPT and data.get("parts"):
            self.add_error("parts", _("You keep the decision: choose nothing here."))
        return data

    def save(self, *, by: Member) -> Appeal:
        data = self.cleaned_data
        is_partly = data["outcome"] == Outcome.CHANGED
        parts = dict.fromkeys(data.get("parts", ()), True) if is_partly else {}
        return actions.answer_appeal(
            self.appeal, by=by, outcome=data["outcome"], reasons=data["reasons"], **parts
        )


def _hints(undoings: list["Undoing"]) -> dict[str, str]:
    everything = [each.label for each in undoings]
    return {
        Outcome.KEPT: ". ".join(each.stays for each in undoings),
        Outcome.CHANGED: _("Only what you choose below"),
        Outcome.OVERTURNED: ". ".join([*everything, _("Every count is put right")]),
    }


@dataclass(frozen=True)
class Undoing:
    """One part of a decision that an appeal can undo, in words; and what stays if it does not."""

    key: str  # a part of `answer_appeal`
    label: str
    stays: str


def undoings_of(decision: Decision) -> list[Undoing]:
    """What of a decision is still in force and can be taken back, as an answer names it."""
    now, found = timezone.now(), []
    sanctions = decision.sanctions.all()
    running = [s for s in sanctions if _runs(s, now)]
    strikes = [s.strike_until for s in sanctions if s.strike_until and s.strike_until > now]
    if running:
        found.append(_ending(running[0]))
    if decision.act_stands:
        found.append(Undoing("show_again", *map(str, BACK[Act(decision.act)])))
    if strikes:
        day = date_format(timezone.localtime(max(strikes)), "j F Y")
        fades = _("The strike stays, and fades on %(day)s") % {"day": day}
        found.append(Undoing("drop_strike", _("Take back the strike"), fades))
    return found


def _runs(sanction: Sanction, now) -> bool:
    has_ended = sanction.ends_at is not None and sanction.ends_at <= now
    return not sanction.lifted and not has_ended and sanction.kind != Kind.WARNING


def _ending(sanction: Sanction) -> Undoing:
    ends, stays = ENDING[Kind(sanction.kind)]
    day = {"day": moment_in_words(sanction.ends_at)} if sanction.ends_at else {}
    return Undoing("end_sanctions", str(ends) % day, str(stays) % day)


def moment_in_words(moment) -> str:
    """Thursday 26 November, 09:40: a day that is near, in the reader's own time."""
    return date_format(timezone.localtime(moment), "l j F, H:i")


BACK = {
    Act.ASK_EDIT: (gettext_lazy("Ask for no edit any more"), gettext_lazy("The author is still asked to edit it")),
    Act.NOTE: (gettext_lazy("Take the content note off"), gettext_lazy("The content note stays")),
    Act.HIDE: (gettext_lazy("Show it again"), gettext_lazy("It stays hidden")),
    Act.REMOVE: (gettext_lazy("Show it again"), gettext_lazy("It stays removed")),
    Act.LOCK: (gettext_lazy("Open the topic again"), gettext_lazy("The topic stays closed")),
    Act.MOVE: (gettext_lazy("Move the topic back"), gettext_lazy("The topic stays where it is")),
}  # fmt: skip
ENDING = {
    Kind.LIMIT: (gettext_lazy("End the limits now, instead of on %(day)s"), gettext_lazy("The limits run until %(day)s")),
    Kind.PAUSE: (gettext_lazy("End the pause now, instead of on %(day)s"), gettext_lazy("The pause runs until %(day)s")),
    Kind.PLACE: (
        gettext_lazy("Let them into the place again now, instead of on %(day)s"),
        gettext_lazy("They stay out of the place until %(day)s"),
    ),
    Kind.SUSPENSION: (
        gettext_lazy("End the suspension now, instead of on %(day)s"),
        gettext_lazy("The suspension runs until %(day)s"),
    ),
    Kind.BAN: (gettext_lazy("End the ban now"), gettext_lazy("The ban stays")),
}  # fmt: skip
