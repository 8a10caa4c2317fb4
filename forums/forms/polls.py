from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.actions import PollFacts
from forums.models import MOST_OPTIONS, OPTION_LENGTH, QUESTION_LENGTH


class MomentField(forms.DateTimeField):
    """A day and a time as the clock of this person shows them; the form names their time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value):
        moment = super().clean(value)
        if moment is not None and moment <= timezone.now():
            raise ValidationError(_("Choose a time that is still to come."))
        return moment


class PollMixin(forms.Form):
    """A poll beside a text. Left empty, there is none; `cleaned_data["poll"]` says which."""

    poll_question = forms.CharField(
        label=_("What do you ask?"), max_length=QUESTION_LENGTH, required=False
    )
    poll_options = forms.CharField(
        label=_("Answers to choose from"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in each line, two to ten. They cannot be changed later."),
    )  # fmt: skip
    poll_is_multiple = forms.BooleanField(
        label=_("People can choose several answers"), required=False
    )
    poll_is_hidden = forms.BooleanField(
        label=_("Show the results only to who has voted, until it closes"), required=False
    )
    poll_can_change = forms.BooleanField(
        label=_("People can change their vote until it closes"), required=False, initial=True
    )
    poll_closes_at = MomentField(label=_("Closes at"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "poll_closes_at" in self.fields:
            zone = timezone.get_current_timezone_name()
            self.fields["poll_closes_at"].help_text = _("Your time zone: %(zone)s.") % {
                "zone": zone
            }

    @property
    def poll_fields(self):
        return [self[name] for name in self.fields if name.startswith("poll_")]

    @property
    def poll_begun(self) -> bool:
        """Whether the part about the poll is to be seen at once."""
        wrong = any(field.errors for field in self.poll_fields)
        return wrong or bool(self["poll_question"].value() or self["poll_options"].value())

    def clean_poll_options(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["poll_options"].splitlines()]
        options = [line for line in lines if line]
        if options and not 2 <= len(options) <= MOST_OPTIONS:
            raise ValidationError(_("A poll has two to ten answers, one in each line."))
        if len({option.casefold() for option in options}) < len(options):
            raise ValidationError(_("Two of the answers are the same."))
        for option in options:
            if len(option) > OPTION_LENGTH:
                raise ValidationError(
                    _("“%(start)s…” is too long: an answer has up to %(most)s characters."),
                    params={"start": option[:30], "most": OPTION_LENGTH},
                )
        return options

    def clean(self):
        facts = super().clean() or self.cleaned_data
        question = " ".join(facts.pop("poll_question", "").split())
        given = {name: facts.pop(name) for name in list(facts) if name.startswith("poll_")}
        options = given.get("poll_options", [])
        facts["poll"] = None
        if options and not question and "poll_question" not in self.errors:
            self.add_error("poll_question", _("Write what the poll asks."))
        if question and not options and "poll_options" not in self.errors:
            self.add_error("poll_options", _("Write at least two answers, one in each line."))
        if question and options:
            rest = {name.removeprefix("poll_"): value for name, value in given.items()}
            facts["poll"] = PollFacts(question=question, **rest)
        return facts
