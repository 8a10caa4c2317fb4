"""What waits before others see it: kept apart from posts, until a person lets it through or not."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Category, HeldPost, Post, Topic
from groups.resources.actions import Chosen, attach, take_back
from moderation.actions import drop_item, open_item
from moderation.models import Priority, Report, ReviewItem, WatchedTerm
from peersupport.activity.actions import record
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member

from .checking import (
    Hold,
    Words,
    flag,
    is_worrying,
    look_over,
    reason_to_hold,
    terms_in,
    text_of,
    themes_of,
    worst_reason,
)
from .drafts import drop_draft
from .editing import edit
from .limits import refuse_before_holding
from .moderating import hide
from .notes import checked_note
from .polls import PollFacts
from .rendering import render_post
from .writing import reply, start_topic

log = logging.getLogger(__name__)
State, Why = HeldPost.State, HeldPost.Why
MOST_WAITING = 5  # of one person: more would be a queue of their own
SPAM = {Why.LINKS, Why.SAME, Why.TRAP}


class Sent(NamedTuple):
    """What became of something sent: a topic, a post, or what waits; and whether to offer help."""

    what: Topic | Post | HeldPost
    offers_help: bool = False


def submit_topic(
    category: Category, *, author: Member, is_trapped: bool = False, **words: Any
) -> Sent:
    """Start a topic, or keep it for a moderator's look where this category or the text asks for one."""
    facts = _facts(author, category, words, is_trapped)
    if hold := _hold(author, category, facts):
        return Sent(hold_back(category, author=author, hold=hold, **words))
    topic = start_topic(category, author=author, **words)
    post = topic.posts.select_related("topic__category").get(number=1)
    return Sent(topic, _look_over(post, author, facts))


def submit_reply(topic: Topic, *, author: Member, is_trapped: bool = False, **words: Any) -> Sent:
    """Reply, or keep the reply for a moderator's look."""
    facts = _facts(author, topic.category, words, is_trapped)
    if hold := _hold(author, topic.category, facts, topic):
        return Sent(hold_back(topic.category, topic=topic, author=author, hold=hold, **words))
    post = reply(topic, author=author, **words)
    return Sent(post, _look_over(post, author, facts))


def edit_and_look(post: Post, *, editor: Member, **words: Any) -> Post:
    """Edit, and look at what it says now as at something new."""
    edited = edit(post, editor=editor, **words)
    title = words.get("title") or ""
    terms = terms_in(text_of(title, edited.body), editor, edited.topic.category)
    _look_over(edited, editor, Words(edited.body, terms, title))
    return edited


def _facts(author: Member, category: Category, words: dict[str, Any], is_trapped: bool) -> Words:
    """What is to be posted, with the watched terms in it: looked for once, for holding and after."""
    title = words.get("title", "")
    return Words(
        words["body"], terms_in(text_of(title, words["body"]), author, category), title,
        words.get("anonymous", False), is_trapped, words.get("submit_token"),
    )  # fmt: skip


def _hold(
    author: Member, category: Category, facts: Words, topic: Topic | None = None
) -> Hold | None:
    """Nothing waits of what is posted already and sent again."""
    hold, token = reason_to_hold(author, category, facts, topic=topic), facts.submit_token
    if (
        hold
        and token
        and any(
            model._default_manager.filter(author=author, submit_token=token).exists()
            for model in (Topic, Post)
        )
    ):
        return None
    return hold


def _look_over(post: Post, author: Member, facts: Words) -> bool:
    """Whatever goes wrong here, the post stands."""
    try:
        return look_over(post, author=author, words=facts)
    except Exception:
        log.exception("looking_over_failed", extra={"post": post.pk})
        return False


def hold_back(
    category: Category,
    *,
    author: Member,
    hold: Hold,
    submit_token: UUID | None = None,
    **words: Any,
) -> HeldPost:
    """Keep something for a moderator's look. Sent twice with one token, it waits once."""
    try:
        return _hold_back(category, author=author, hold=hold, submit_token=submit_token, **words)
    except (IntegrityError, Refused):
        sent = HeldPost.objects.written_by(author).filter(submit_token=submit_token).first()
        if submit_token is None or sent is None:
            raise
        return sent


@transaction.atomic
def _hold_back(
    category: Category, *, author: Member, hold: Hold, submit_token: UUID | None, body: str,
    topic: Topic | None = None, reply_to: Post | None = None, title: str = "",
    kind: str = Topic.Kind.DISCUSSION, note: str = "", note_words: str = "",
    tags: Sequence[str] = (), files: Sequence[Chosen] | None = (), poll: PollFacts | None = None,
    anonymous: bool = False,
) -> HeldPost:  # fmt: skip
    if anonymous:
        raise ValueError("what has no name is never kept with one")
    author = Member.objects.select_for_update(no_key=True).get(pk=author.pk)  # one at a time
    html = render_post(body, author=author)
    refuse_before_holding(author, category, topic, body, html)
    may = rules.can_reply(author, topic) if topic else rules.can_start(author, category)
    if not may:
        raise Refused(_("This is closed, or for others to write in."))
    if HeldPost.objects.written_by(author).filter(state=State.WAITING).count() >= MOST_WAITING:
        raise Refused(
            _(
                "Five of your posts wait for a look already. Nothing is lost: save this as a draft, "
                "and send it once one of them was looked at."
            )
        )
    held = HeldPost.objects.create(
        author=author, category=category, topic=topic, reply_to=reply_to, title=title, kind=kind,
        body=body, html=html, tags=list(tags), poll=_kept_poll(poll), why=hold.why,
        terms=[term.pk for term in hold.terms], submit_token=submit_token,
        **checked_note(note, note_words),
    )  # fmt: skip
    _keep_files(held, files, author)
    drop_draft(topic or category, by=author)
    _let_look(held, hold.terms)
    record("moderation.held", actor=None, target=held, why=held.why, terms=held.terms)
    return held


def _let_look(held: HeldPost, terms: Sequence[WatchedTerm]) -> ReviewItem:
    """It waits in the queue: sooner when it sounds as if its author needed somebody."""
    reason: str = Report.Reason.OTHER
    priority: Priority | None = Priority.CONFLICT
    if held.why == Why.TERM:
        reason, priority = worst_reason(terms), None
    elif held.why in SPAM:
        reason = Report.Reason.SPAM
    if is_worrying(f"{held.title}\n\n{held.body}"):
        priority = Priority.RISK
    themes = themes_of(terms) | ({held.note} if held.note else set())
    return open_item(
        held, kind=ReviewItem.Kind.HELD, reason=reason, priority=priority, themes=themes
    )


@transaction.atomic
def resubmit(
    held: HeldPost, *, by: Member, version: int, body: str, title: str = "", kind: str = "",
    note: str = "", note_words: str = "", tags: Sequence[str] | None = None,
    files: Sequence[Chosen] | None = None,
) -> HeldPost:  # fmt: skip
    """Change what waits, or send again what came back. Once nothing speaks against it, it is posted.

    Raises Conflict with the row as it is when it was changed or decided meanwhile.
    """
    held = locked_held(held)
    if held.author_id != by.pk or not held.can_change:
        raise Conflict(held)
    if held.version != version:
        raise Conflict(held)
    was_waiting = held.is_waiting
    held.body, held.html = body, render_post(body, author=by)
    if not held.topic_id:
        held.title, held.kind = title or held.title, kind or held.kind
        held.tags = held.tags if tags is None else list(tags)
    for name, value in checked_note(note, note_words).items():
        setattr(held, name, value)
    refuse_before_holding(by, held.place, held.topic, body, held.html, again=True)
    _keep_files(held, files, by)
    terms = terms_in(text_of(held.title, body), held.author, held.category)
    words = Words(body, terms, held.title, submit_token=held.submit_token)
    hold = reason_to_hold(by, held.place, words, topic=held.topic)
    held.version += 1
    if was_waiting and hold is None and held.why not in {Why.TRAP, Why.ALL, Why.FIRST}:
        held.save()
        drop_item(held)
        return _post_unasked(held, words)
    if hold is not None:
        held.why, held.terms = hold.why, [term.pk for term in hold.terms]
    held.state, held.held_at = State.WAITING, timezone.now() if not was_waiting else held.held_at
    held.save()
    _let_look(held, hold.terms if hold else ())
    record("moderation.held", actor=None, target=held, why=held.why, terms=held.terms)
    return held


def _post_unasked(held: HeldPost, words: Words) -> HeldPost:
    """Nothing speaks against it any more. Nobody let it through, and terms count as in any post."""
    posted = _post(held, by=None, looked_over=False)
    post = posted.post
    if post and not _look_over(post, posted.author, words) and is_worrying(words.text):
        flag(post, [], is_worrying=True)
    return posted


@transaction.atomic
def withdraw_held(held: HeldPost, *, by: Member) -> None:
    """Its author takes it back: its words go, and nobody has to look at it any more."""
    held = locked_held(held)
    if held.author_id != by.pk or not held.can_change:
        raise Refused(_("This was decided meanwhile."))
    drop_item(held)
    held.delete()  # with the rows of its files; the sweep takes those from the store


@transaction.atomic
def let_through(held: HeldPost, *, by: Member) -> HeldPost:
    """Post it as its author, now; everybody hears of it as of any other post."""
    held = locked_held(held)
    _refuse_unless_waiting(held, by)
    return _post(held, by=by, looked_over=True)


def _post(held: HeldPost, *, by: Member | None, looked_over: bool) -> HeldPost:
    files = take_back(held)
    how: dict[str, Any] = {"author": held.author, "files": files, "looked_over": looked_over}
    try:
        if held.topic:
            post = reply(held.topic, **held.words, **how)
        else:
            topic = start_topic(held.category, poll=_poll_of(held), **held.words, **how)
            post = topic.posts.get(number=1)
    except Refused as refusal:
        if by is None:
            raise
        text = _("Its author cannot post this there now. They would read: %(reason)s")
        raise Refused(text % {"reason": refusal}) from None
    held.post, held.state, held.settled_at = post, State.POSTED, timezone.now()
    held.body = held.html = held.title = held.note = held.note_words = held.answer = ""
    held.files, held.poll = [], None  # all of it stands in the post from now on
    held.version += 1
    held.save()
    record("moderation.released_held", actor=by, target=held, post=post.pk)
    return held


@transaction.atomic
def send_back(held: HeldPost, *, by: Member, answer: str) -> HeldPost:
    """Ask its author to change something and send it again."""
    return _answer(held, by, answer, state=State.RETURNED, settled_at=None)


@transaction.atomic
def decline(held: HeldPost, *, by: Member, answer: str) -> HeldPost:
    """It is not posted; its author keeps the words, and reads why."""
    return _answer(held, by, answer, state=State.DECLINED, settled_at=timezone.now())


def _answer(
    held: HeldPost, by: Member, answer: str, *, state: str, settled_at: datetime | None
) -> HeldPost:
    held = locked_held(held)
    _refuse_unless_waiting(held, by)
    held.answer, held.state, held.settled_at = answer[:2000], state, settled_at
    held.version += 1
    held.save(update_fields=["answer", "state", "settled_at", "version"])
    record("forums.held_answered", actor=by, target=held, state=state)
    return held


@transaction.atomic
def hold_again(held: HeldPost, *, by: Member) -> HeldPost:
    """It waits as before: what was decided about it is taken back, and what was posted goes.

    Unless somebody did more since: its author took the post away, or changes what came back.
    """
    held = locked_held(held)
    post = held.post
    if held.is_waiting or (held.state == State.POSTED and (post is None or post.is_gone)):
        return held
    files: list[Chosen] = []
    if post is not None:
        held.body, held.html, held.post = post.body, post.html, None
        held.note, held.note_words = post.note, post.note_words
        held.title = "" if held.topic_id else post.topic.title
        files = take_back(post)
        hide(post, by=by, standing=Post.Standing.REMOVED)
    held.state, held.settled_at, held.answer = State.WAITING, None, ""
    held.version += 1
    held.save()
    _keep_files(held, files, held.author)
    _let_look(held, ())
    return held


def locked_held(held: HeldPost) -> HeldPost:
    """As it is now, locked until the transaction ends. What was taken back meanwhile is refused."""
    rows = HeldPost.objects.select_for_update(of=["self"])
    rows = rows.select_related("author", "category", "topic__category", "reply_to", "post__topic")
    found = rows.filter(pk=held.pk).first()
    if found is None:
        raise Refused(_("Its author took this back."))
    return found


def _refuse_unless_waiting(held: HeldPost, by: Member) -> None:
    if not (rules.can_moderate(by, held.place) or by.is_moderating):  # of the site: in groups, too
        raise Refused(_("This is for those who moderate here."))
    if not held.is_waiting:
        raise Refused(_("This was decided already, or its author is changing it."))


def _keep_files(held: HeldPost, files: Sequence[Chosen] | None, author: Member) -> None:
    if files or (held.files and files is not None):
        held.files = attach(files or (), by=author, to=held)
        held.save(update_fields=["files"])


def _kept_poll(poll: PollFacts | None) -> dict[str, Any] | None:
    if poll is None:
        return None
    closes_at = poll.closes_at.isoformat() if poll.closes_at else None
    return poll._asdict() | {"options": list(poll.options), "closes_at": closes_at}


def _poll_of(held: HeldPost) -> PollFacts | None:
    """Its poll, if it is still to come: one that would have closed meanwhile stays open."""
    if held.poll is None:
        return None
    closes_at = parse_datetime(held.poll["closes_at"]) if held.poll["closes_at"] else None
    if closes_at is not None and closes_at <= timezone.now():
        closes_at = None
    return PollFacts(**held.poll | {"closes_at": closes_at})
