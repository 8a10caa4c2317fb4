"""How a group's room runs, what it is called, and what hosts do there."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from groups.rooms import actions
from groups.rooms.models import Line, Room
from peersupport.members.models import Member

from .lines import LineForm

PAUSES = [
    (0, _("Off")), (10, _("Once in 10 seconds")), (30, _("Once in 30 seconds")),
    (60, _("Once a minute")), (300, _("Once in 5 minutes")), (900, _("Once in 15 minutes")),
]  # fmt: skip
SPANS = [
    (1, _("1 day")), (7, _("7 days")), (14, _("14 days")), (30, _("30 days")), (90, _("90 days")),
    (180, _("180 days")), (365, _("1 year")),
]  # fmt: skip
REASON = 200


class RoomLineForm(LineForm):
    """What is said in a group's room."""

    def save(self, *, room, author):
        return actions.say_in_room(room, by=author, **self.cleaned_data)


class PaceForm(forms.Form):
    """What hosts turn on and off as it goes."""

    slow_seconds = forms.TypedChoiceField(
        label=_("Slow mode"), choices=PAUSES, coerce=int,
        help_text=_("How often each person can write. It does not hold for hosts."),
    )  # fmt: skip
    needs_host = forms.BooleanField(
        label=_("Only with a host present"),
        required=False,
        help_text=_("People can write while a host has this page open."),
    )

    def __init__(self, *args, room: Room, **kwargs):
        initial = {name: getattr(room, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def save(self, *, room, by):
        return actions.set_pace(room, by=by, **self.cleaned_data)


class RoomForm(PaceForm):
    """All of it."""

    name = forms.CharField(
        label=_("Name"), max_length=60,
        error_messages={"required": _("Enter a name.")},
    )  # fmt: skip
    open_days = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=list(WEEKDAYS.items()), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: every day."),
    )  # fmt: skip
    opens_at = forms.TimeField(
        label=_("Opens at"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Enter a time such as 18:00.")},
    )  # fmt: skip
    closes_at = forms.TimeField(
        label=_("Closes at"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("It may be on the next day. Leave both empty, and it is open all day."),
        error_messages={"invalid": _("Enter a time such as 22:00.")},
    )  # fmt: skip
    history_days = forms.TypedChoiceField(
        label=_("How far back one can read"), choices=SPANS, coerce=int,
        help_text=_("Who comes into the group reads as far back as everybody else."),
    )  # fmt: skip
    days_kept = forms.TypedChoiceField(
        label=_("How long lines are kept"), choices=SPANS, coerce=int,
        help_text=_("Then they are deleted for good."),
    )  # fmt: skip
    field_order = [
        "name", "open_days", "opens_at", "closes_at", "needs_host", "slow_seconds", "history_days",
        "days_kept",
    ]  # fmt: skip

    def __init__(self, *args, room: Room, **kwargs):
        super().__init__(*args, room=room, **kwargs)
        self.fields["name"].required = bool(room.name)
        for name in ("history_days", "days_kept"):
            days = getattr(room, name)
            if days not in dict(SPANS):
                words = _("As it is: %(days)s days") % {"days": days}
                self.fields[name].choices = [*SPANS, (days, words)]

    def clean(self):
        data = super().clean()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        is_typed = not {"opens_at", "closes_at"} & self.errors.keys()
        if is_typed and (opens is None) != (closes is None):
            missing = "closes_at" if closes is None else "opens_at"
            self.add_error(missing, _("Enter both times, or neither."))
        kept, history = data.get("days_kept"), data.get("history_days")
        if kept and history and history > kept:
            self.add_error("history_days", _("One cannot read further back than lines are kept."))
        return data

    def save(self, *, room, by):
        return actions.edit_room(room, by=by, **self.cleaned_data)


class NewRoomForm(forms.Form):
    """One more room."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Say what it is for, in a word or two."),
        error_messages={"required": _("Enter a name.")},
    )  # fmt: skip

    def save(self, *, group, by):
        return actions.open_room(group, by=by, **self.cleaned_data)


class HideForm(forms.Form):
    """Why a line is hidden: everybody in the room reads it."""

    reason = forms.CharField(
        label=_("Why do you hide it?"), max_length=REASON,
        help_text=_("Everybody here reads this, with your name. Say what the message did, not who they are."),
        error_messages={"required": _("Say why, in a few words.")},
    )  # fmt: skip

    def save(self, *, line: Line, by):
        return actions.hide_line(line, by=by, **self.cleaned_data)


class PauseForm(forms.Form):
    """Whom a host gives a pause, and why."""

    person = forms.ChoiceField(
        label=_("Give someone a pause"), help_text=_("They can read, not write, for 10 minutes."),
        error_messages={
            "required": _("Choose a person."), "invalid_choice": _("Choose a person."),
        },
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why?"), max_length=REASON, help_text=_("They read this."),
        error_messages={"required": _("Say why, in a few words.")},
    )  # fmt: skip

    def __init__(self, *args, people: QuerySet[Member], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {person.handle: person for person in people}
        choices = [(handle, person.display_name) for handle, person in self.people.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *choices]

    def clean_person(self):
        person = self.people.get(self.cleaned_data["person"])
        if person is None:
            raise ValidationError(self.fields["person"].error_messages["required"])
        return person

    def save(self, *, room, by):
        data = self.cleaned_data
        return actions.pause_person(room, member=data["person"], by=by, reason=data["reason"])
