"""What can be found. Whoever adds a kind names the one function that says who may see its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from forums.models import Post, Topic
from forums.querysets import SHOWN_OF_MEMBER
from groups.models import Group
from peersupport.members.models import Member, Part
from peersupport.members.rules import ContactPath, shown_parts, within_reach

from .candidates import Candidate, Found, newest
from .snippets import Text, marked, words_of
from .wanted import Wanted

NAMED = 200  # people or groups, at most
ALIKE = 0.6  # of the trigrams of what was typed
SHOWN_OF_POST = [
    "topic",
    "number",
    "html",
    "posted_at",
    "language",
    "source",
    "standing",
    "note",
    "note_words",
]


@dataclass
class Hit:
    """A row of results."""

    kind: str
    url: str
    title: str
    snippet: str = ""
    icon: str = ""
    hue: int | None = None
    member: Any = None  # whose face stands in place of an icon
    note: str = ""  # a few words in grey
    row: Any = None  # the topic, for what stands under it
    author: Any = None
    at: Any = None
    chips: list[str] = field(default_factory=list)


class Kind(NamedTuple):
    """A kind of thing that is found."""

    name: str  # in an address
    label: Any
    visible_to: Callable[[Any], QuerySet]
    find: Callable[[Wanted], Found]
    show: Callable[[QuerySet, Wanted], dict[int, Hit]]
    has_words: bool  # ranked by its words, together with others; else by its name, apart
    for_members: bool = False


def _topics(wanted: Wanted) -> Found:
    rows = Topic.objects.filter(
        wanted.narrow(), wanted.narrow_writing(), standing="visible", category__in=wanted.here
    )
    return newest(rows.wanted_by(wanted.member), wanted, "topics")


def _replies(wanted: Wanted) -> Found:
    rows = Post.objects.filter(
        wanted.narrow("topic__"), wanted.narrow_writing(), standing="visible", number__gt=1,
        topic__standing="visible", topic__category__in=wanted.here,
    )  # fmt: skip
    return newest(rows.wanted_by(wanted.member), wanted, "replies")


def _show_topics(rows: QuerySet, wanted: Wanted) -> dict[int, Hit]:
    topics = list(rows.for_listing().folding_for(wanted.member))  # type: ignore[attr-defined]
    first = Post.objects.filter(topic__in=topics, number=1, standing="visible")
    html = dict(first.values_list("topic", "html"))
    texts = []
    for topic in topics:
        texts.append(Text(topic.title, _language(topic, wanted), is_title=True))
        texts.append(Text(words_of(topic, html.get(topic.pk, "")), _language(topic, wanted)))
    words = marked(texts, wanted.asked)
    return {
        topic.pk: Hit(
            str(_("Question") if topic.is_question else _("Conversation")),
            topic.get_absolute_url(), title, snippet, icon="chats-circle",
            hue=topic.category.hue, row=topic, author=topic.author, at=topic.last_post_at,
        )
        for topic, title, snippet in zip(topics, words[::2], words[1::2], strict=True)
    }  # fmt: skip


def _show_replies(rows: QuerySet, wanted: Wanted) -> dict[int, Hit]:
    shown = [*SHOWN_OF_POST, *(f"author__{name}" for name in SHOWN_OF_MEMBER)]
    shown += [f"topic__{name}" for name in ("title", "slug", "answer_id", "category")]
    shown += [f"topic__category__{name}" for name in ("name", "slug", "hue", "group")]
    posts = list(
        rows.select_related("author", "topic__category").only(*shown).folding_for(wanted.member)  # type: ignore[attr-defined]
    )
    texts = [Text(words_of(post, post.html), post.language) for post in posts]
    words = marked(texts, wanted.asked)
    return {
        post.pk: Hit(
            str(_("Reply in “%(title)s”")) % {"title": post.topic.title},
            post.get_absolute_url(),
            str(_("%(name)s, post %(number)s"))
            % {"name": post.author.display_name, "number": post.number},
            snippet, icon="arrow-bend-up-left", hue=6, row=post.topic, at=post.posted_at,
        )
        for post, snippet in zip(posts, words, strict=True)
    }  # fmt: skip


def _language(topic: Topic, wanted: Wanted) -> str:
    """Lists do not fetch it; where the site speaks one language it need not be asked."""
    return topic.language if len(wanted.asked.queries) > 1 else ""


def _people_of(member: Any) -> QuerySet:
    """Who asked to be in the directory, and is not kept apart from this person."""
    if not member.is_authenticated:
        return Member.objects.none()
    people = Member.objects.visible_to(member).in_directory()
    return within_reach(people, of=member, path=ContactPath.DIRECTORY)


def _people(wanted: Wanted) -> Found:
    text = wanted.asked.text.removeprefix("@")
    like = Q(display_name__icontains=text) | Q(name__trigram_word_similar=text, alike__gte=ALIKE)
    called = Q(handle__startswith=text.casefold()) | like
    people = _people_of(wanted.member).annotate(name=Upper("display_name"))  # as its index has it
    return _named(people, "display_name", text, called, "people")


def _groups(wanted: Wanted) -> Found:
    text = wanted.asked.text
    called = Q(name__icontains=text) | Q(purpose__icontains=text) | Q(alike__gte=ALIKE)
    return _named(Group.objects.visible_to(wanted.member), "name", text, called, "groups")


def _named(rows: QuerySet, name: str, text: str, called: Q, kind: str) -> Found:
    rows = rows.annotate(alike=TrigramWordSimilarity(text, name)).filter(called)
    found = rows.order_by(F("alike").desc(), "id").values_list("alike", "id")[: NAMED + 1]
    candidates = [Candidate(int(alike * 1e6), 0, pk, kind) for alike, pk in found]
    return Found(candidates[:NAMED], len(candidates) <= NAMED)


def _show_people(rows: QuerySet, wanted: Wanted) -> dict[int, Hit]:
    hits = {}
    for person in rows:
        parts = shown_parts(person, wanted.member)
        hits[person.pk] = Hit(
            str(_("Person")), person.get_absolute_url(), person.display_name,
            person.about[:200] if Part.ABOUT in parts else "", member=person,
            note=f"@{person.handle}", chips=[person.role_label] if person.role_label else [],
        )  # fmt: skip
    return hits


def _show_groups(rows: QuerySet, wanted: Wanted) -> dict[int, Hit]:
    return {
        group.pk: Hit(
            str(_("Group")), group.get_absolute_url(), group.name, group.purpose,
            icon=group.icon, hue=group.hue,
        )
        for group in rows
    }  # fmt: skip


KINDS = {
    kind.name: kind
    for kind in (
        Kind("topics", _("Conversations"), Topic.objects.visible_to, _topics, _show_topics, True),
        Kind("replies", _("Replies"), Post.objects.visible_to, _replies, _show_replies, True),
        Kind("people", _("People"), _people_of, _people, _show_people, False, True),
        Kind("groups", _("Groups"), Group.objects.visible_to, _groups, _show_groups, False, True),
    )
}
