import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums import actions, rules
from forums.models import TITLE_LENGTH, Category, Topic

from .fields import one_line

MOST_DAYS = 60
ADDRESS = re.compile(r"(?:^|/t/)(\d{1,18})(?:/|$)")


class WideningMixin(forms.Form):
    """Asks for a tick before more people can read what is moved."""

    widen = forms.BooleanField(
        label=_("Yes, more people may read these posts"), required=False,
        help_text=_("They were written for fewer people than can read there."),
    )  # fmt: skip

    def ask_widening(self, origin, to):
        """Take the box away where there is nothing to ask; complain where it is not ticked."""
        if to is None or not rules.widens(origin, to):
            del self.fields["widen"]
            self.cleaned_data.pop("widen", None)
        elif not self.cleaned_data.get("widen"):
            self.add_error("widen", _("More people will be able to read these. Is that right?"))


class MoveForm(WideningMixin):
    category = forms.ModelChoiceField(
        label=_("Move to"), queryset=Category.objects.none(), empty_label=_("Choose a category")
    )
    field_order = ["category", "widen"]

    def __init__(self, *args, mover, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.origin = topic.category
        self.fields["category"].queryset = places_for(mover, topic).exclude(pk=topic.category_id)
        if not self.is_bound:
            del self.fields["widen"]

    def clean(self):
        self.ask_widening(self.origin, self.cleaned_data.get("category"))


class SplitForm(WideningMixin):
    """Which replies, and what their topic is called. Ticks and a range add up."""

    posts = forms.TypedMultipleChoiceField(coerce=int, required=False)  # the page draws its boxes
    first = forms.IntegerField(label=_("From post"), required=False, min_value=2)
    last = forms.IntegerField(label=_("To post"), required=False, min_value=2)
    title = forms.CharField(
        label=_("Title of the new topic"), max_length=TITLE_LENGTH,
        error_messages={"required": _("Enter a title.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Topic.Kind, initial=Topic.Kind.DISCUSSION,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), empty_label=None
    )
    field_order = ["posts", "first", "last", "title", "kind", "category", "widen"]

    def __init__(self, *args, topic, mover, typed=None, **kwargs):
        """`typed` is what stands in the form when somebody looks at another page of replies."""
        typed = typed or QueryDict()
        initial = {"category": topic.category_id} | typed.dict()
        super().__init__(*args, initial=initial, **kwargs)
        self.topic, self.mover = topic, mover
        self.ticked = set((self.data if self.is_bound else typed).getlist("posts"))
        self.fields["posts"].choices = [
            (str(number), "") for number in range(2, topic.last_number + 1)
        ]
        self.fields["category"].queryset = places_for(mover, topic)
        if not self.is_bound:
            del self.fields["widen"]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_kind(self):
        return self.cleaned_data["kind"] or Topic.Kind.DISCUSSION

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if (first or last) and not (first and last and first <= last):
            self.add_error("last", _("Give both numbers, the lower one first."))
        elif not first and not self.cleaned_data.get("posts") and "posts" not in self.errors:
            self.add_error(None, _("Tick the replies that go, or give a range of numbers."))
        self.ask_widening(self.topic.category, self.cleaned_data.get("category"))

    def save(self):
        data = self.cleaned_data
        numbers = set(data["posts"])
        if data["first"]:
            numbers |= set(range(data["first"], min(data["last"], self.topic.last_number) + 1))
        return actions.split(
            self.topic, numbers=numbers, title=data["title"], to=data["category"], by=self.mover,
            kind=data["kind"], widen=data.get("widen", False),
        )  # fmt: skip


class MergeForm(WideningMixin):
    """The other topic, by its address or number. What is asked first is whether it is that one."""

    into = forms.CharField(
        label=_("The other topic"), max_length=300,
        help_text=_("Its address, or the number in it."),
        error_messages={"required": _("Enter the address of the other topic.")},
    )  # fmt: skip
    confirmed = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["into", "widen", "confirmed"]

    def __init__(self, *args, topic, mover, **kwargs):
        super().__init__(*args, **kwargs)
        self.topic, self.mover = topic, mover
        if not self.is_bound:
            del self.fields["widen"]

    def clean_into(self):
        """A topic one may not manage is as unknown as one that does not exist."""
        found = ADDRESS.search(self.cleaned_data["into"].strip())
        topics = Topic.objects.visible_to(self.mover).select_related("category")
        into = topics.filter(pk=found[1]).first() if found else None
        if into is None or not rules.can_manage(self.mover, into.category):
            raise ValidationError(_("There is no topic of that address that you look after."))
        if into.pk == self.topic.pk:
            raise ValidationError(_("That is this topic. Enter the address of another one."))
        if not rules.may_carry(self.topic.category, into.category):
            raise ValidationError(_("Posts neither leave a group nor come into one."))
        return into

    def clean(self):
        into = self.cleaned_data.get("into")
        self.ask_widening(self.topic.category, into and into.category)

    @property
    def is_confirmed(self):
        return self.cleaned_data.get("confirmed") == self.cleaned_data["into"].pk

    def save(self):
        return actions.merge(
            self.topic, into=self.cleaned_data["into"], by=self.mover,
            widen=self.cleaned_data.get("widen", False),
        )  # fmt: skip


class AnnounceForm(forms.Form):
    days = forms.IntegerField(
        label=_("For how many days?"), min_value=1, max_value=MOST_DAYS, initial=7,
        help_text=_("Everybody who may read the topic sees it above all lists until then."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Shown in the topic.")
    )

    def save(self, *, topic, by):
        until = timezone.now() + timedelta(days=self.cleaned_data["days"])
        return actions.announce(topic, by=by, until=until, reason=self.cleaned_data["reason"])


def places_for(mover, topic):
    """Categories to which this person may take posts of a topic."""
    places = Category.objects.visible_to(mover).select_related("group")
    if topic.category.group_id:
        return places.filter(pk=topic.category_id)
    places = places.of_the_forums()
    managed = [place.pk for place in places if rules.can_manage(mover, place)]
    return places.filter(pk__in=managed)
