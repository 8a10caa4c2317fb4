"""Naming people to write to: by handle, or by the name of somebody one may know."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groups.rooms import actions
from groups.rooms.models import MOST_PEOPLE
from groups.rooms.rules import reachable, suggested_to
from peersupport.core.forms import SubmitTokenMixin
from peersupport.members.models import Member

from .lines import LineField

NOBODY = _(
    "We found nobody called “%(words)s” to whom you can write. Choose somebody from the list, or "
    "type the name behind the @ on their profile."
)


def find_person(words: str, *, by: Member) -> Member:
    """Somebody by handle among those one may write to, or by name among those one may know.

    Who cannot be written to is as who is not here.
    """
    words = " ".join(words.replace("\x00", "").split())
    handle = words.removeprefix("@")
    found = reachable(Member.objects.filter(handle__iexact=handle), by=by).first()
    if found is None:
        named = list(suggested_to(by).filter(display_name__iexact=words)[:2])
        found = named[0] if len(named) == 1 else None
    if found is None:
        raise ValidationError(NOBODY, params={"words": words})
    return found


class PersonField(forms.CharField):
    """A name, with people one may know to choose from."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"list": "people", "autocomplete": "off"})
        super().__init__(**{"max_length": 80, "widget": widget} | options)


class AdditionForm(forms.Form):
    to = PersonField(
        label=_("Whom would you like to add?"),
        help_text=_("Type a name. Everyone here has to say yes before they are asked."),
        error_messages={"required": _("Enter a name.")},
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_to(self):
        return find_person(self.cleaned_data["to"], by=self.member)

    def save(self, *, room, by):
        return actions.ask_to_add(room, by=by, other=self.cleaned_data["to"])


class BeginForm(SubmitTokenMixin):
    """A first message. `people` are the handles chosen so far; `to` names another."""

    people = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60 * MOST_PEOPLE)
    to = PersonField(
        label=_("Who is it to?"), required=False,
        help_text=_(
            "Type a name. You can write to people in your groups, and to anyone who lets members "
            "write."
        ),
    )  # fmt: skip
    body = LineField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}))

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member

    @property
    def is_choosing(self) -> bool:
        """Only people are chosen, or taken out, for now."""
        return bool(self.data.get("add") or self.data.get("drop"))

    @property
    def chosen(self) -> list[Member]:
        """Who was chosen so far, in that order, as far as they can be written to."""
        if not hasattr(self, "_chosen"):
            words = self["people"].value() or ""
            handles = list(dict.fromkeys(words.split()))[: MOST_PEOPLE + 1]
            if self.is_bound:
                handles = [each for each in handles if each != self.data.get("drop")]
            known = reachable(Member.objects.filter(handle__in=handles), by=self.member)
            found = {person.handle: person for person in known}
            self._chosen = [found[each] for each in handles if each in found]
        return self._chosen

    @property
    def handles(self) -> str:
        return " ".join(person.handle for person in self.chosen)

    def clean_to(self):
        words = self.cleaned_data["to"].strip()
        if not words:
            return ""
        person = find_person(words, by=self.member)
        if person not in self.chosen:
            self.chosen.append(person)
        return ""

    def clean(self):
        data = super().clean()
        if self.is_choosing:
            return data
        if not self.chosen and "to" not in self.errors:
            self.add_error("to", _("Enter the name of somebody to write to."))
        if not data.get("body") and "body" not in self.errors:
            self.add_error("body", _("Write something first."))
        if len(self.chosen) >= MOST_PEOPLE:
            words = _("A conversation has room for %(most)s people. Take somebody out, please.")
            self.add_error("to", words % {"most": MOST_PEOPLE})
        return data

    def save(self, *, author):
        return actions.start_conversation(
            by=author, to=self.chosen, body=self.cleaned_data["body"],
            submit_token=self.cleaned_data["submit_token"],
        )  # fmt: skip
