"""What moderation asks of the things it looks after, and who answers.

Areas above register one `Content` for each kind of thing when they start (`AppConfig.ready`), and
say which places somebody moderates. Moderation knows posts, lines and groups by this alone.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What is done to the thing itself, the mildest first."""

    KEEP = "keep", _("Keep it as it is")
    ASK_EDIT = "ask_edit", _("Ask its author to edit it")
    NOTE = "note", _("Add a content note")
    HIDE = "hide", _("Hide it")
    REMOVE = "remove", _("Remove it")
    LOCK = "lock", _("Lock the topic")
    MOVE = "move", _("Move the topic")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing somebody said, as a moderator reads it in context. `html` was cleaned on write."""

    author: Any  # Member, or None: a former member, or without a name
    name: str  # what stands for the author on the page
    said_at: datetime
    html: str
    label: str = ""  # "post 14"
    note: str = ""  # its content note, in words
    files: Collection[Any] = ()
    is_target: bool = False
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Where a topic can be moved, or a theme that a content note can name."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class LookedAfter:
    """A place, and who moderates there besides those who moderate everywhere."""

    place: Any
    people: Collection[Any]


class Content:
    """Answers for one kind of thing. Areas subclass it; what they leave out cannot be done.

    Deeds run inside the transaction of the decision, after the item was locked. Each locks its own
    rows, does what the area's own verbs do, and returns facts (ids and enums) that undo it exactly.
    """

    acts: Collection[Act] = (Act.KEEP,)
    # Private words: its context is what reports brought along, opened by `actions.open_excerpt` alone.
    by_excerpt = False
    kind: Any = _("Something")  # what stands for it where its title may not be said
    question: Any = _("What is wrong with this?")  # over the form that reports it
    way_back: Any = _("Go back")  # from that form to the thing
    related: Collection[str] = ()  # what `title_of` and the others read besides the row itself
    acts_on_keep = False  # whether keeping it is a deed as well, such as showing what waited
    names: Mapping[Act, Any] = {}  # what an act is called for this kind of thing, if not as usual

    def acts_for(self, target: Any) -> Collection[Act]:
        """What of these can be done to this one."""
        return self.acts

    def can_be_reported(self, target: Any, *, by: Any) -> bool:
        """Whether somebody who sees it may report it by itself, without what it belongs to."""
        return True

    def title_of(self, target: Any) -> str:
        """What it is and where, in a line: Post 14 in “Group project fell apart”."""
        return str(target)

    def author_of(self, target: Any) -> Any:
        """The member it is from, or None: a former member's, or without a name."""
        return getattr(target, "author", None)

    def is_from(self, target: Any, member: Any) -> bool:
        """Whether it is this person's although `author_of` names nobody: written without a name."""
        return False

    def place_of(self, target: Any) -> models.Model | None:
        """The category or group it is in, whose moderators see the item too."""
        return None

    def is_private(self, target: Any) -> bool:
        """Whether only some people can read it, so that a look by staff goes on record."""
        return False

    def page_for_author(self, target: Any) -> str:
        """Where its author reads how it stands and can change it; "" where it was posted."""
        return ""

    def context_of(self, target: Any) -> list[Said]:
        """The thing itself with two before and two after, in order. At most five statements."""
        return []

    def choices_of(self, target: Any, act: Act, *, by: Any) -> list[Choice]:
        """Between what a moderator chooses for this act: themes of a note, places to move to."""
        return []

    def carry_out(self, target: Any, act: Act, *, by: Any, choice: str, reason: str) -> dict:
        """Do it. Returns what `take_back` needs. Raises Refused for what cannot be done."""
        raise NotImplementedError(act)

    def take_back(self, target: Any, act: Act, facts: Mapping[str, Any], *, by: Any) -> None:
        """Undo it as if it had not been, unless somebody did more to it since."""
        raise NotImplementedError(act)

    def locked(self, target: Any) -> Any:
        """The thing as it is now, with the rows locked that its area's verbs lock first."""
        raise NotImplementedError

    def touch(self, target: Any) -> None:
        """What a page shows of a locked thing changed beside its words: pages that are open or kept
        have to show it anew."""
        raise NotImplementedError

    def made_since(self, author: Any, since: datetime) -> Collection[Any]:
        """What this person made since then and is still shown, for cleaning up after a spammer."""
        return ()


_contents: dict[type[models.Model], Content] = {}
_places: dict[type[models.Model], str] = {}
_lookouts: list[Callable[..., list[LookedAfter]]] = []
_edges: list[Callable[[Any], Mapping[type[models.Model], Collection[int]]]] = []


def register(model: type[models.Model], content: Content) -> None:
    """Say who answers for a kind of thing."""
    _contents[model] = content


def register_place(model: type[models.Model], *, name: str = "name") -> None:
    """Say of a kind of place that things stand in which column names it."""
    _places[model] = name


def place_models() -> Mapping[type[models.Model], str]:
    return dict(_places)


def register_edge(edge: Callable[[Any], Mapping[type[models.Model], Collection[int]]]) -> None:
    """Say how to find the ids of the places of each model that a member moderates."""
    _edges.append(edge)


def remember_places(member: Any) -> None:
    """Ask once for all of a page that only shows things; deeds ask anew."""
    member.places_known = places_moderated_by(member)


def register_lookout(lookout: Callable[..., list[LookedAfter]]) -> None:
    """Say who moderates where: `lookout(reader, after=name, most=number)`, places by name, of those
    alone that the reader may know of."""
    _lookouts.append(lookout)


def looked_after(reader: Any, *, after: str, most: int) -> list[LookedAfter]:
    """The next places by name, with who moderates there, as far as the reader may know of them."""
    found = [each for ask in _lookouts for each in ask(reader, after=after, most=most)]
    return sorted(found, key=lambda each: each.place.name)[:most]


def content_of(target: models.Model) -> Content:
    """Who answers for this thing. Raises LookupError for what cannot be reported."""
    return _contents[type(target)]


def contents() -> Mapping[type[models.Model], Content]:
    return dict(_contents)


def places_moderated_by(member: Any) -> dict[type[models.Model], set[int]]:
    """Ids of the places that a person moderates, besides what their role gives. One statement an area."""
    known = getattr(member, "places_known", None)
    if known is not None:
        return known
    places: dict[type[models.Model], set[int]] = {}
    for edge in _edges:
        for model, ids in edge(member).items():
            places.setdefault(model, set()).update(ids)
    return {model: ids for model, ids in places.items() if ids}
