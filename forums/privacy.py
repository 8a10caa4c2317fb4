"""What the forums keep of a member, and how it goes: without the name, or altogether.

Either way each discussion has a “Former member” of its own, so that nobody can tell which words
in two of them are one person's.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Model, Q
from django.utils.translation import gettext as _

from groups.resources import privacy as files
from peersupport.core import richtext
from peersupport.core.personal import Keep, Table, table
from peersupport.core.redaction import Posts, Redaction, without_quotes
from peersupport.members.actions import former_member
from peersupport.members.models import Erasure, Member

from .actions import authors_left, count_tags, forget_aliases, render_post, set_words, slug_of
from .models import (
    NOTE_WORDS_LENGTH,
    Alias,
    Ballot,
    Bookmark,
    Category,
    DismissedAnnouncement,
    Draft,
    FeedKey,
    MovedPost,
    Poll,
    PollOption,
    Post,
    PostRevision,
    Prompt,
    Reaction,
    ReadMark,
    SystemLine,
    TagSuggestion,
    Topic,
)

KEEP = [
    Keep(
        "drafts", 90, "what somebody began to write and did not post",
        lambda before: Draft.objects.filter(saved_at__lt=before),
    ),
]  # fmt: skip
SWEPT = {
    "forums.Topic",
    "forums.Post",
    "forums.PostRevision",
    "forums.SystemLine",
}  # names in them are taken out here


def stand_ins_of(member: Any) -> list[int]:
    """Who stands beside what a person wrote without their name."""
    return [alias.stand_in_id for alias in Alias.objects.all().of(member)]


def export(member: Any) -> Iterator[Table]:
    me = [member.pk, *stand_ins_of(member)]
    readable = dict(
        Topic.objects.visible_to(member)
        .filter(
            Q(posts__author__in=me)
            | Q(read_marks__member=member)
            | Q(author__in=me)
            | Q(drafts__member=member)
        )
        .values_list("pk", "title")
    )

    def topic_title(row):
        """Other people's titles as long as the member may read them."""
        return readable.get(row.topic_id)

    def without_name(row):
        return row.author_id != member.pk

    topics = Topic.objects.filter(author__in=me).order_by("pk")
    yield table(topics, without_my_name=without_name)
    posts = Post.objects.filter(author__in=me).order_by("pk")
    yield table(posts, topic_title=topic_title, without_my_name=without_name)
    yield table(
        PostRevision.objects.filter(post__author__in=me).order_by("pk"),
        changed_by_me=lambda row: row.editor_id in me,
    )
    yield table(Alias.objects.filter(stand_in__in=me).order_by("pk"))
    yield table(Reaction.objects.filter(member=member).order_by("pk"))
    yield table(Bookmark.objects.filter(member=member).order_by("pk"))
    yield table(
        TagSuggestion.objects.filter(suggested_by=member).order_by("pk"), topic_title=topic_title
    )
    yield table(ReadMark.objects.filter(member=member).order_by("pk"), topic_title=topic_title)
    yield table(FeedKey.objects.filter(member=member).order_by("pk"))
    yield table(DismissedAnnouncement.objects.filter(member=member).order_by("pk"))
    yield table(Draft.objects.filter(member=member).order_by("pk"), topic_title=topic_title)
    yield from _export_polls(member)
    yield table(Prompt.objects.filter(author=member).order_by("pk"))


def _export_polls(member: Any) -> Iterator[Table]:
    """Polls they asked, and their votes with the words of those that they may still read."""
    readable = set(
        Topic.objects.visible_to(member)
        .filter(posts__poll__ballots__member=member)
        .values_list("pk", flat=True)
    )
    texts: dict[int, list[str]] = {}
    for option in PollOption.objects.filter(poll__post__topic__in=readable).order_by("position"):
        texts.setdefault(option.poll_id, []).append(option.text)

    def question(row):
        return row.poll.question if row.poll_id in texts else None

    def chosen(row):
        return [texts[row.poll_id][n - 1] for n in row.choices] if row.poll_id in texts else None

    me = [member.pk, *stand_ins_of(member)]
    asked = Poll.objects.filter(post__author__in=me).order_by("pk")
    yield table(asked, options=lambda row: [option.text for option in row.options.all()])
    ballots = Ballot.objects.filter(member=member).select_related("poll").order_by("pk")
    yield table(ballots, question=question, chosen=chosen)


def held(member: Any) -> dict[str, int]:
    visible = {"author": member, "standing": Topic.Standing.VISIBLE}
    return {
        str(_("Topics you started")): Topic.objects.filter(**visible).count(),
        str(_("replies you wrote")): Post.objects.filter(number__gt=1, **visible).count(),
        str(_("posts without your name")): Post.objects.filter(
            author__in=stand_ins_of(member), standing=Post.Standing.VISIBLE
        ).count(),
        str(_("reactions you gave")): Reaction.objects.filter(member=member).count(),
        str(_("votes in polls")): Ballot.objects.filter(member=member).count(),
    }


def written_by(member: Any) -> Posts:
    me = [member.pk, *stand_ins_of(member)]
    posts = Post.objects.filter(author__in=me).values_list("topic_id", "number")
    moved = MovedPost.objects.filter(post__author__in=me).values_list("topic_id", "number")
    return frozenset(posts) | frozenset(moved)  # quotations may name where they stood before


def erase(member: Member, *, choice: str, redaction: Redaction) -> dict[str, int]:
    """Words kept without a name, or removed; everything else of them goes."""
    counts = {"topics": member.topics.count(), "posts": member.posts.count()}
    _take_reactions_back(member)
    ReadMark.objects.filter(member=member).delete()
    Bookmark.objects.filter(member=member).delete()
    TagSuggestion.objects.filter(suggested_by=member).delete()
    Draft.objects.filter(member=member).delete()
    Ballot.objects.filter(member=member).update(member=None)  # it stays counted, as nobody's
    _leave_prompts(member)
    DismissedAnnouncement.objects.filter(member=member).delete()
    FeedKey.objects.filter(member=member).delete()
    touched = _topics_with(member)
    for topic in Topic.objects.select_for_update(of=["self"]).filter(pk__in=touched).order_by("pk"):
        if choice == Erasure.Choice.REMOVE:
            _remove_words(member, topic)
        else:
            _take_names_out(member, topic, redaction)
        _relabel(member, topic)
    touched += _leave_unnamed(member, choice)
    for model in (Post, PostRevision):
        redaction.sweep(model._default_manager.all(), ["files"])  # as the files' own rows are
    rewritten = _rewrite_others(redaction, removed=choice == Erasure.Choice.REMOVE)
    redaction.sweep(SystemLine.objects.all(), ["reason"])
    counts["other people’s posts"] = len(rewritten)
    set_words({*touched, *rewritten.values()})
    _forget_pages({*touched, *rewritten.values()})
    return counts


def _leave_unnamed(member: Member, choice: str) -> list[int]:
    """What they wrote without their name: removed if they chose so, else left as it is.

    It is not given to a “Former member”: that would tell, on the day, whose it was. Returns the topics.
    """
    aliases = list(Alias.objects.all().of(member))
    touched = []
    for alias in aliases if choice == Erasure.Choice.REMOVE else ():
        theirs = Post.objects.filter(author=alias.stand_in_id).values("topic")
        topics = Topic.objects.select_for_update(of=["self"]).filter(pk__in=theirs)
        for topic in topics.order_by("pk"):
            _remove_words(alias.stand_in, topic)
            facts = {"version": F("version") + 1, "recent_authors": topic.recent_authors}
            if topic.author_id == alias.stand_in_id:
                title = _("A topic that was taken back")  # not: whose author left
                facts |= {"title": title, "slug": slug_of(title)}
            Topic.objects.filter(pk=topic.pk).update(**facts)
            touched.append(topic.pk)
    forget_aliases(aliases)
    return touched


def _leave_prompts(member: Member) -> None:
    """What waits to open goes; what is open still ends by the clock, without its words or writer."""
    theirs = Prompt.objects.select_for_update(of=["self"]).filter(author=member)
    theirs.exclude(state=Prompt.State.OPEN).delete()
    theirs.update(author=None, title="", body="", poll_question="", poll_options="")


def _topics_with(member: Member) -> list[int]:
    """Topics that hold their words, or earlier versions of somebody's that they changed."""
    theirs = Q(author=member) | Q(posts__author=member) | Q(posts__revisions__editor=member)
    theirs |= Q(recent_authors__contains=[member.pk])
    return list(Topic.objects.filter(theirs).values_list("pk", flat=True).distinct())


def _take_reactions_back(member: Member) -> None:
    """Their words for others' posts, and the figures beside those."""
    mine = Reaction.objects.filter(member=member)
    posts = Post.objects.select_for_update(of=["self"]).filter(pk__in=mine.values("post"))
    for post in posts.order_by("pk"):
        kinds = mine.filter(post=post).values_list("kind", flat=True)
        counts = {k: n - (k in set(kinds)) for k, n in post.reaction_counts.items()}
        post.reaction_counts = {kind: number for kind, number in counts.items() if number > 0}
        post.save(update_fields=["reaction_counts"])
        Topic.objects.filter(pk=post.topic_id).update(version=F("version") + 1)
    mine.delete()


def _relabel(member: Member, topic: Topic) -> None:
    """This discussion's own “Former member” takes the place of who left."""
    label = former_member()
    topic.posts.filter(author=member).update(author=label, submit_token=None)
    PostRevision.objects.filter(post__topic=topic, editor=member).update(editor=label)
    authors = [label.pk if pk == member.pk else pk for pk in topic.recent_authors]
    facts = {"recent_authors": authors, "version": topic.version + 1}
    if topic.author_id == member.pk:
        facts |= {"author": label, "submit_token": None}
    Topic.objects.filter(pk=topic.pk).update(**facts)


def _take_names_out(member: Member, topic: Topic, redaction: Redaction) -> None:
    """Their own words without their names."""
    for post in topic.posts.filter(author=member):
        body = redaction.own(post.body)
        html = render_post(body) if post.is_markdown else redaction.own(post.html)
        words = redaction.own(post.note_words)[:NOTE_WORDS_LENGTH]
        pictures = files.without_owner(post.files, redaction)
        topic.posts.filter(pk=post.pk).update(
            body=body, html=html, note_words=words, files=pictures
        )
    for revision in PostRevision.objects.filter(post__topic=topic, post__author=member):
        texts = {
            name: redaction.own(getattr(revision, name)) for name in ("title", "body", "reason")
        }
        texts["note_words"] = redaction.own(revision.note_words)[:NOTE_WORDS_LENGTH]
        texts["files"] = files.without_owner(revision.files, redaction)
        PostRevision.objects.filter(pk=revision.pk).update(**texts)
    if topic.author_id == member.pk:
        title, excerpt = redaction.own(topic.title)[:300], redaction.own(topic.excerpt)[:260]
        slug = topic.slug if title == topic.title else slug_of(title)
        words = redaction.own(topic.note_words)[:NOTE_WORDS_LENGTH]
        Topic.objects.filter(pk=topic.pk).update(
            title=title, slug=slug, excerpt=excerpt, note_words=words
        )
    for poll in Poll.objects.filter(post__topic=topic, post__author=member):
        question = redaction.own(poll.question)[:300]
        Poll.objects.filter(pk=poll.pk).update(question=question)
    for option in PollOption.objects.filter(poll__post__topic=topic, poll__post__author=member):
        PollOption.objects.filter(pk=option.pk).update(text=redaction.own(option.text)[:200])


def _remove_words(member: Member, topic: Topic) -> None:
    """Gravestones in place of their posts; the replies of others stay where they are."""
    mine = topic.posts.filter(author=member)
    visible_replies = mine.filter(standing=Post.Standing.VISIBLE, number__gt=1).count()
    PostRevision.objects.filter(post__in=mine).delete()
    PostRevision.objects.filter(post__topic=topic, editor=member).update(reason="")
    said = _("Removed by its author.")
    visible = mine.filter(standing=Post.Standing.VISIBLE)
    had_answer = mine.filter(pk=topic.answer_id or 0).exists()
    visible.update(standing=Post.Standing.DELETED)
    mine.update(body=said, html="", note_words="", files=[], version=F("version") + 1)
    facts = {"reply_count": topic.reply_count - visible_replies}
    if had_answer:
        facts["answer"] = None
    if topic.author_id == member.pk:
        title = _("A topic whose author left")
        facts |= {
            "title": title,
            "slug": slug_of(title),
            "excerpt": "",
            "note_words": "",
        }
    if topic.has_poll:
        Poll.objects.filter(post__in=mine).delete()
        facts["has_poll"] = Poll.objects.filter(post__topic=topic).exists()
    is_empty = not topic.posts.filter(standing=Post.Standing.VISIBLE).exists()
    if is_empty and topic.standing == Topic.Standing.VISIBLE:
        facts["standing"] = Topic.Standing.DELETED
        count_tags(topic, by=-1)
        Category.objects.filter(pk=topic.category_id).update(topic_count=F("topic_count") - 1)
    Topic.objects.filter(pk=topic.pk).update(**facts)
    topic.recent_authors = authors_left(topic)


def _rewrite_others(redaction: Redaction, *, removed: bool) -> dict[str, int]:
    """Mentions and quotations in other people's posts and titles, and in what those said before.

    Returns which rows changed, and the topic of each.
    """
    changed: dict[str, int] = {}
    for model, more in _MORE.items():
        rows = model._default_manager.all()
        rows = rows.select_related("post") if model is PostRevision else rows
        found = [redaction.mentioned_in(rows, ["body", *more])]
        if removed:  # what is quoted holds no name: it is found by its source
            found.append(rows.filter(body__regex=QUOTING).iterator(chunk_size=200))
        for row in chain(*found):
            if _rewrite(row, redaction, removed=removed):
                post = row if model is Post else row.post
                changed[f"{model.__name__}{row.pk}"] = post.topic_id
    for topic in redaction.mentioned_in(Topic.objects.all(), ["title", "excerpt", "note_words"]):
        title = redaction.others(topic.title)
        slug = topic.slug if title == topic.title else slug_of(title)
        excerpt = redaction.others(topic.excerpt)
        words = redaction.others(topic.note_words)[:NOTE_WORDS_LENGTH]
        Topic.objects.filter(pk=topic.pk).update(
            title=title, slug=slug, excerpt=excerpt, note_words=words
        )
        changed[f"Topic{topic.pk}"] = topic.pk
    Topic.objects.filter(pk__in=set(changed.values())).update(version=F("version") + 1)
    return changed


_MORE: dict[type[Model], list[str]] = {
    Post: ["html", "note_words"],
    PostRevision: ["title", "reason", "note_words"],
}
QUOTING = r"(^|\n)(> ?)+\[[^\n]*/t/[0-9]+/"


def _rewrite(row: Any, redaction: Redaction, *, removed: bool) -> bool:
    """Whether there was anything to take out of it."""
    body = redaction.others(row.body)
    if removed:
        body = without_quotes(body, redaction.posts, _("Removed by its author."))
    more = {name: redaction.others(getattr(row, name)) for name in _MORE[type(row)]}
    more["note_words"] = more["note_words"][:NOTE_WORDS_LENGTH]
    if isinstance(row, Post) and row.is_markdown and body != row.body:
        more["html"] = render_post(body)
    facts = {"body": body} | more
    if all(getattr(row, name) == value for name, value in facts.items()):
        return False
    type(row).objects.filter(pk=row.pk).update(**facts)
    if isinstance(row, Post) and row.number == 1:
        Topic.objects.filter(pk=row.topic_id).exclude(excerpt="").update(
            excerpt=richtext.excerpt(facts["html"])
        )
    return True


def _forget_pages(topics: set[int]) -> None:
    """Pages kept for visitors: their versions are passed, and their words must go as well."""
    prefixes = [f"topic:{pk}:" for pk in topics]
    transaction.on_commit(lambda: cache.delete_beginning(prefixes))  # type: ignore[attr-defined]
