"""A newcomer's first steps, on their home page until they put the list away."""

from typing import NamedTuple

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from forums.models import Post
from peersupport.members.models import FirstStep


class Step(NamedTuple):
    """One line of the list; `skip` is the word on the button that takes it away."""

    name: str
    label: str
    url: str
    done: bool
    skip: str


def first_steps_of(member, categories, groups, suggestion) -> list[Step]:
    """What is left and what is done, told from what the page knows: at most one statement more."""
    if not member.first_steps:
        return []
    left = [step for step in FirstStep if step not in member.steps_skipped]
    profile = reverse("members:settings_profile")
    places = {
        FirstStep.APPEAR: profile,
        FirstStep.COMPANY: f"{profile}#f-interests",
        FirstStep.HELLO: _introductions(categories) or "forums:category_list",
        FirstStep.GROUP: suggestion.group if suggestion else "groups:group_list",
        FirstStep.LIMITS: "safety:limits",
    }
    done = {
        FirstStep.APPEAR: bool(member.about or member.pronouns),
        FirstStep.COMPANY: bool(member.interests or member.languages),
        FirstStep.HELLO: FirstStep.HELLO in left and Post.objects.filter(author=member).exists(),
        FirstStep.GROUP: bool(groups),
    }
    skip = {FirstStep.LIMITS: _("Done")}
    return [
        Step(
            step.value, str(step.label), resolve_url(places[step]), done.get(step, False),
            skip.get(step, _("Skip")),
        )
        for step in left
    ]  # fmt: skip


def _introductions(categories):
    """Where people say hello, if this site has such a place and the member may know of it."""
    everywhere = [*categories, *(child for parent in categories for child in parent.below)]
    slug = settings.INTRODUCTIONS_CATEGORY
    return next((category for category in everywhere if category.slug == slug), None)
