"""Choosing what the queue shows, and how one looks after oneself there."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation import actions
from moderation.models import Care, ContentNote, ItemNote, ReviewItem
from moderation.registry import contents
from peersupport.members.models import Member

Choices = list[tuple[str, Any]]


class QueueFilter(forms.Form):
    """Which items are shown, from the address: what makes no sense there is left out."""

    place = forms.ChoiceField(label=_("Place"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    age = forms.ChoiceField(
        label=_("Older than"), required=False,
        choices=[("", _("Any age")), ("half", _("Half the target")), ("target", _("The target"))],
    )  # fmt: skip

    def __init__(self, params, *, places: Choices):
        super().__init__(params)
        self.fields["place"].choices = [("", _("All my places")), *places]
        kinds = [
            (str(ContentType.objects.get_for_model(model).pk), content.kind)
            for model, content in contents().items()
        ]
        self.fields["kind"].choices = [("", _("Everything")), *kinds]
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, items):
        chosen = self.chosen
        if "place" in chosen:
            place_type, _dash, place_id = chosen["place"].partition("-")
            items = items.filter(place_type=int(place_type), place_id=int(place_id))
        if "kind" in chosen:
            items = items.filter(target_type=int(chosen["kind"]))
        if chosen.get("age") == "half":
            items = items.half_over()
        return items.late() if chosen.get("age") == "target" else items


class NoteForm(forms.Form):
    """What moderators tell each other."""

    text = forms.CharField(
        label=_("Note for moderators"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write a few words first.")},
    )  # fmt: skip

    def save(self, item: ReviewItem, *, by: Member) -> ItemNote:
        return actions.add_note(item, by=by, text=self.cleaned_data["text"])


class CareForm(forms.Form):
    """Themes that one leaves to others, and a rest."""

    RESTS = {"": 0, "1": 1, "4": 4, "24": 24, "168": 168}

    left_out = forms.MultipleChoiceField(
        label=_("Themes you leave to others"), required=False, choices=ContentNote.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You are never given what touches on these, and your lists leave them out."),
    )  # fmt: skip
    rest = forms.ChoiceField(
        label=_("Are you off duty?"), required=False,
        choices=[
            ("", _("No, I am here")), ("1", _("For an hour")), ("4", _("For 4 hours")),
            ("24", _("For a day")), ("168", _("For a week")),
        ],
        help_text=_("Until then you are given nothing new. What you claimed goes back by itself."),
    )  # fmt: skip

    def __init__(self, data=None, *, care: Care | None):
        super().__init__(data, initial={"left_out": care.left_out if care else []})
        if care and care.is_off_duty:
            stay = ("stay", _("Yes, as I said before"))
            self.fields["rest"].choices = [*self.fields["rest"].choices, stay]
            self.initial["rest"] = "stay"
        self.care = care

    def save(self, *, member: Member) -> Care:
        rest = self.cleaned_data["rest"]
        hours = 0 if rest == "stay" else self.RESTS[rest]
        until = timezone.now() + timedelta(hours=hours) if hours else None
        until = self.care.off_until if rest == "stay" and self.care else until
        return actions.look_after(member, left_out=self.cleaned_data["left_out"], off_until=until)
