import zlib
from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peersupport.members.forms import TIME_ZONES
from peersupport.members.models import Interest, Language

from . import actions
from .models import LARGEST, MOST_QUESTIONS, SMALLEST, Group, lines_of

AN_ANSWER = 500
HUES = [
    (1, _("Green")), (2, _("Terracotta")), (3, _("Indigo")), (4, _("Plum")), (5, _("Honey")),
    (6, _("Grey")),
]  # fmt: skip
DAYS = [(3, _("3 days")), (14, _("2 weeks")), (30, _("30 days")), (90, _("90 days"))]


class FactsForm(forms.ModelForm):
    """What a group says of itself, and who can come in."""

    interests = forms.MultipleChoiceField(
        label=_("What is it about?"), choices=Interest, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("People find the group by it."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language, required=False, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=TIME_ZONES, initial="UTC",
        help_text=_("When most of you are awake."),
    )  # fmt: skip
    hue = forms.TypedChoiceField(label=_("Colour"), choices=HUES, coerce=int, initial=1)

    class Meta:
        model = Group
        fields = [
            "name", "purpose", "objectives", "kind", "members_may_invite", "size", "allows_anonymous", "interests",
            "languages", "time_zone", "icon", "hue",
        ]  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "objectives": forms.Textarea(attrs={"rows": 4}),
            "size": forms.NumberInput(attrs={"min": SMALLEST, "max": LARGEST}),
        }
        help_texts = {
            "purpose": _("Who it is for and what you do, in a sentence or two."),
            "objectives": _("One a line."),
            "size": _(
                "Between 3 and 500. Circles in which people talk work best with 6 to 12. "
                "Who comes after waits in line."
            ),
            "allows_anonymous": _(
                "In the group’s discussions they are then “Anonymous learner 1”, to you as well. In "
                "a small group others may guess who it is; they are warned."
            ),
            "members_may_invite": _("Not in hidden groups: there only those who look after them."),
        }
        error_messages = {
            "name": {"required": _("Enter a name.")},
            "purpose": {"required": _("Say what the group is for.")},
            "size": {
                "required": _("Enter how many places there are."),
                "invalid": _("Enter how many places there are, as a number."),
            },
        }

    def __init__(self, *args, instance=None, **kwargs):
        """`instance` is copied: what is typed wrongly must not show as the group's name."""
        super().__init__(*args, instance=copy(instance) if instance else None, **kwargs)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def save(self, *, group, by):
        return actions.edit(group, by=by, **self.cleaned_data)


class AgreementFields(forms.Form):
    """Norms and questions, one a line."""

    norms = forms.CharField(
        label=_("How do you treat each other?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line. The first sentence of each is shown in bold."),
        error_messages={"required": _("Write at least one norm.")},
    )  # fmt: skip
    questions = forms.CharField(
        label=_("What do you ask who wants to join?"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only for groups by request. One a line, at most five. "
            "Put (optional) behind those one may leave out."
        ),
    )  # fmt: skip

    def clean_norms(self):
        norms = self.cleaned_data["norms"].replace("\r\n", "\n")
        if not lines_of(norms):
            raise ValidationError(_("Write at least one norm."))
        return norms

    def clean_questions(self):
        questions = self.cleaned_data["questions"].replace("\r\n", "\n")
        if len(lines_of(questions)) > MOST_QUESTIONS:
            raise ValidationError(_("At most five questions, please."))
        return questions


class AgreementForm(AgreementFields):
    def save(self, *, group, by):
        return actions.change_norms(group, by=by, **self.cleaned_data)


class FoundForm(AgreementFields, FactsForm):
    """All that a new group needs."""

    def save(self, *, founder):
        return actions.found(founder=founder, **self.cleaned_data)


class AgreeForm(forms.Form):
    """A yes to the norms as they stand on the page."""

    norms_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    agree = forms.BooleanField(
        label=_("I agree to treat people this way"),
        help_text=_("You can leave at any time without saying why."),
        error_messages={"required": _("Read the norms and agree to them, or come back later.")},
    )  # fmt: skip

    def __init__(self, *args, group: Group, **kwargs):
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["norms_version"].initial = group.norms_version

    def clean(self):
        """A yes to older norms is no yes: the tick is taken away, and the new ones are shown."""
        data = super().clean()
        if data.get("norms_version", self.group.norms_version) != self.group.norms_version:
            self.data = {name: value for name, value in self.data.items() if name != "agree"}
            raise ValidationError(
                _("The norms have changed since you opened this page. Read them once more.")
            )
        return data


class JoinForm(AgreeForm):
    """The group's questions, and its norms."""

    asked = forms.CharField(widget=forms.HiddenInput, required=False)  # the questions as answered

    def __init__(self, *args, group: Group, **kwargs):
        super().__init__(*args, group=group, **kwargs)
        asked = group.question_lines if group.kind == Group.Kind.REQUEST else []
        questions = {
            f"q{number}": forms.CharField(
                label=text, required=required, max_length=AN_ANSWER,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Answer this question.")},
            )
            for number, (text, required) in enumerate(asked, 1)
        }  # fmt: skip
        self.fields = questions | self.fields
        self.questions = list(questions)

    def clean(self):
        """Answers are to the questions that were read; they stay where they were typed."""
        if self.cleaned_data.get("asked") not in {"", self.questions_asked}:
            raise ValidationError(
                _("The questions have changed since you opened this page. Look at your answers.")
            )
        return super().clean()

    @property
    def questions_asked(self) -> str:
        """The questions in one word, to notice that they have changed."""
        return f"{zlib.crc32(self.group.questions.encode()):08x}"

    @property
    def question_fields(self):
        return [self[name] for name in self.questions]

    def save(self, *, member):
        """Come in, or ask to. Returns whether there was a place, or the request."""
        version = self.cleaned_data["norms_version"]
        if self.group.kind == Group.Kind.OPEN:
            return actions.join(self.group, member=member, norms_version=version)
        answers = [(str(self.fields[q].label), self.cleaned_data[q]) for q in self.questions]
        return actions.ask_to_join(
            self.group, member=member, norms_version=version, answers=answers
        )


class ReasonForm(forms.Form):
    """Why: read by the person it is about."""

    reason = forms.CharField(
        label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it. Be clear and kind; say what they could do instead."),
        error_messages={"required": _("Say why: the person reads it.")},
    )  # fmt: skip


class InviteForm(forms.Form):
    """A link for some days and some people, or a letter to one address."""

    address = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=254,
        help_text=_("We send a letter that names nobody. Leave it empty to make a link."),
    )  # fmt: skip
    most_uses = forms.IntegerField(
        label=_("How many people can use the link?"), min_value=1, max_value=50, initial=1,
        help_text=_("1 to 50. A letter is always for one person."),
    )  # fmt: skip
    days = forms.TypedChoiceField(label=_("For how long?"), choices=DAYS, coerce=int, initial=14)

    def save(self, *, group, by):
        return actions.invite(group, by=by, **self.cleaned_data)


class HandOverForm(forms.Form):
    """Who takes over, among those who may."""

    to = forms.ModelChoiceField(
        label=_("Who takes over?"), queryset=None, to_field_name="handle", empty_label=None,
        widget=forms.RadioSelect, error_messages={"required": _("Choose who takes over.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("A note to them"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should they know? Please leave out what members told you in confidence."),
    )  # fmt: skip

    def __init__(self, *args, successors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = successors
        self.fields["to"].label_from_instance = lambda member: member.display_name

    def save(self, *, group, by):
        return actions.ask_to_take_over(group, by=by, **self.cleaned_data)
