"""What is looked at before and after somebody's words are posted. None of it stops a post for good."""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, HeldPost, Post, Topic
from moderation.actions import open_item
from moderation.models import Priority, Report, ReviewItem, WatchedTerm
from moderation.safety.phrases import sounds_worrying
from peersupport.activity.actions import record
from peersupport.core import richtext
from peersupport.core.exceptions import Refused
from peersupport.core.terms import normalised
from peersupport.members.models import Member
from peersupport.members.rules import limits_of

from .rendering import render_post

log = logging.getLogger(__name__)
Why, Deed = HeldPost.Why, WatchedTerm.Deed
SAME_WITHIN = timedelta(days=1)
TELLING = 40  # letters: shorter texts, such as “Thank you, that helps”, are often the same


class Hold(NamedTuple):
    """Why something waits, and the watched terms it holds."""

    why: str
    terms: Sequence[WatchedTerm] = ()


class Words(NamedTuple):
    """What somebody is about to post."""

    body: str
    terms: Sequence[WatchedTerm] = ()  # those that stand in it
    title: str = ""
    anonymous: bool = False
    is_trapped: bool = False  # a field that people do not see came filled in
    submit_token: UUID | None = None

    @property
    def text(self) -> str:
        return text_of(self.title, self.body)


def text_of(title: str, body: str) -> str:
    return f"{title}\n\n{body}" if title else body


def reason_to_hold(
    author: Member, category: Category, words: Words, *, topic: Topic | None = None
) -> Hold | None:
    """Why a moderator looks at this first; None: it is posted at once.

    Where people come for support, and of what has no name, nothing is kept back: the one must not
    wait, and of the other we would have to keep whose it is.
    """
    if words.anonymous and rules.waits_in(author, category):
        raise Refused(
            _("What you write here waits for a look, which takes a name. Post it with yours.")
        )
    if category.is_support or words.anonymous or rules.can_moderate(author, category):
        return None
    if rules.waits_in(author, category):
        return Hold(Why.ALL if category.hold == Category.Hold.ALL else Why.FIRST)
    if words.is_trapped:
        return Hold(Why.TRAP)
    if rules.is_newcomer(author):
        if has_many_links(author, render_post(words.body)):
            return Hold(Why.LINKS)
        if _said_elsewhere(author, words, topic):
            return Hold(Why.SAME)
    terms = [term for term in words.terms if term.deed == Deed.HOLD]
    if terms and not is_worrying(words.text):  # they wait for nobody; a person looks all the same
        return Hold(Why.TERM, terms)
    return None


def has_many_links(author: Member, html: str) -> bool:
    limits = limits_of(author)
    return limits is not None and len(richtext.outside_links(html)) > limits.links


def terms_in(text: str, author: Member, category: Category) -> list[WatchedTerm]:
    """Watched terms that count in a text. Whatever goes wrong with them is ours, not its author's.

    A page asks before its author posts, and the deed again: within one request they are found once.
    """
    text = text.strip()
    found = author.__dict__.setdefault("_terms_found", {})
    if (category.pk, text) not in found:
        found[category.pk, text] = _find_terms(text, author, category)
    return found[category.pk, text]


def _find_terms(text: str, author: Member, category: Category) -> list[WatchedTerm]:
    try:
        with transaction.atomic():
            terms = WatchedTerm.objects.for_place(category.slug, language=author.locale)
            return terms.found_in(text)
    except Exception:
        log.exception("watched_terms_failed")
        return []


def may_hurt(text: str, *, author: Member, category: Category, before: str = "") -> bool:
    """Whether a watched term asks for a second thought, of which `before` had none of the kind."""
    found = {term.pk for term in terms_in(text, author, category) if term.deed == Deed.NUDGE}
    if found and before:
        found -= {term.pk for term in terms_in(before, author, category)}
    return bool(found)


def is_worrying(text: str) -> bool:
    try:
        return sounds_worrying(text)
    except Exception:
        log.exception("risk_phrases_failed")
        return False


def _said_elsewhere(author: Member, words: Words, topic: Topic | None) -> bool:
    """Whether the same text stands, or waits, in another topic since yesterday."""
    said = normalised(words.body)
    if len(said) < TELLING:
        return False
    since = timezone.now() - SAME_WITHIN
    not_this = Q(submit_token=words.submit_token) if words.submit_token else Q(pk=None)
    posts = Post.objects.filter(author=author, posted_at__gt=since).exclude(not_this)
    held = HeldPost.objects.written_by(author).open().filter(held_at__gt=since).exclude(not_this)
    if topic is not None:
        posts, held = posts.exclude(topic=topic), held.exclude(topic=topic)
    else:
        posts = (
            posts.exclude(topic__submit_token=words.submit_token) if words.submit_token else posts
        )
    bodies = [*posts.values_list("body", flat=True), *held.values_list("body", flat=True)]
    return any(normalised(body) == said for body in bodies)


@transaction.atomic
def look_over(post: Post, *, author: Member, words: Words) -> bool:
    """What watched terms ask for once something is posted: a look, or help that its author alone sees.

    Returns whether help is to be offered.
    """
    looks = [term for term in words.terms if term.deed in {Deed.FLAG, Deed.HOLD}]
    if looks and not rules.can_moderate(author, post.topic.category):
        flag(post, looks, is_worrying=is_worrying(words.text))
    elif words.is_trapped:
        flag(post, [], is_worrying=is_worrying(words.text))
    return any(term.deed == Deed.SIGNPOST for term in words.terms)


def flag(post: Post, terms: Iterable[WatchedTerm], *, is_worrying: bool) -> ReviewItem:
    """Let a moderator look at something that everybody can read already."""
    terms = list(terms)
    reason = worst_reason(terms)
    item = open_item(
        post, kind=ReviewItem.Kind.FLAGGED, reason=reason, themes=themes_of(terms),
        priority=Priority.RISK if is_worrying else None,
    )  # fmt: skip
    record("forums.flagged", actor=None, target=post, terms=[term.pk for term in terms])
    return item


def worst_reason(terms: Iterable[WatchedTerm]) -> str:
    """The most serious of what terms stand for; without terms it is spam that was noticed."""
    reasons = {term.reason for term in terms}
    return next((str(reason) for reason in Report.Reason if reason in reasons), Report.Reason.SPAM)


def themes_of(terms: Iterable[WatchedTerm]) -> set[str]:
    return {term.theme for term in terms if term.theme}
