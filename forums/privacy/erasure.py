"""What becomes of a member's topics and posts when they leave: each keeps its place.

Each discussion has a “Former member” of its own, so that nobody can tell which words in two of them
are one person's.
"""

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from forums.actions import forget_aliases, set_words, slug_of
from forums.models import (
    Alias,
    Ballot,
    Bookmark,
    DismissedAnnouncement,
    Draft,
    FeedKey,
    HeldPost,
    Post,
    PostRevision,
    Prompt,
    Reaction,
    ReadMark,
    SystemLine,
    TagSuggestion,
    Topic,
)
from moderation.actions import drop_item
from peersupport.core.redaction import Redaction
from peersupport.members.actions import former_member
from peersupport.members.models import Erasure, Member

from .quotations import rewrite_others
from .words import remove_words, take_names_out


def erase(member: Member, *, choice: str, redaction: Redaction) -> dict[str, int]:
    """Words kept without a name, or removed; everything else of them goes."""
    counts = {"topics": member.topics.count(), "posts": member.posts.count()}
    _take_reactions_back(member)
    ReadMark.objects.filter(member=member).delete()
    Bookmark.objects.filter(member=member).delete()
    TagSuggestion.objects.filter(suggested_by=member).delete()
    Draft.objects.filter(member=member).delete()
    _take_back_held(member)
    Ballot.objects.filter(member=member).update(member=None)  # it stays counted, as nobody's
    _leave_prompts(member)
    DismissedAnnouncement.objects.filter(member=member).delete()
    FeedKey.objects.filter(member=member).delete()
    touched = _topics_with(member)
    for topic in Topic.objects.select_for_update(of=["self"]).filter(pk__in=touched).order_by("pk"):
        if choice == Erasure.Choice.REMOVE:
            remove_words(member, topic)
        else:
            take_names_out(member, topic, redaction)
        _relabel(member, topic)
    touched += _leave_unnamed(member, choice)
    for model in (Post, PostRevision):
        redaction.sweep(model._default_manager.all(), ["files"])  # as the files' own rows are
    rewritten = rewrite_others(redaction, removed=choice == Erasure.Choice.REMOVE)
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
            remove_words(alias.stand_in, topic)
            facts = {"version": F("version") + 1, "recent_authors": topic.recent_authors}
            if topic.author_id == alias.stand_in_id:
                title = _("A topic that was taken back")  # not: whose author left
                facts |= {"title": title, "slug": slug_of(title)}
            Topic.objects.filter(pk=topic.pk).update(**facts)
            touched.append(topic.pk)
    forget_aliases(aliases)
    return touched


def _take_back_held(member: Member) -> None:
    """What waits for a look goes, and nobody has to look; so do the files that came with it."""
    for held in HeldPost.objects.filter(author=member):
        drop_item(held)
        held.delete()


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


def _forget_pages(topics: set[int]) -> None:
    """Pages kept for visitors: their versions are passed, and their words must go as well."""
    prefixes = [f"topic:{pk}:" for pk in topics]
    transaction.on_commit(lambda: cache.delete_beginning(prefixes))  # type: ignore[attr-defined]
