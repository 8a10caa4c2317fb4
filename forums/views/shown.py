"""Posts as one person sees them: what they may do with each, and where its links lead."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Post, Reaction, Topic
from forums.querysets import PAGE, Reading, page_of
from groups.resources.models import ShownFile, shown_file
from moderation.models import SealedAuthorship
from moderation.rules import can_ask
from peersupport.members.models import Audience, Member, Part

REACTION_ICONS = {
    Reaction.Kind.WITH_YOU: "hand-heart",
    Reaction.Kind.SAME_HERE: "users",
    Reaction.Kind.HELPFUL: "lightbulb",
    Reaction.Kind.THANK_YOU: "heart",
}


class ReactionChoice(NamedTuple):
    """One word under a post: how many gave it, and whether this person did."""

    kind: str
    label: str
    icon: str
    count: int
    mine: bool


@dataclass(slots=True)
class ShownPost:
    """What components/post.html draws. The page asks nothing else of the database."""

    pk: int
    number: int
    author: Member
    html: str
    posted_at: datetime
    edited_at: datetime | None
    permalink: str
    reply_to_number: int | None
    reply_to_url: str
    is_answer: bool
    is_starter: bool
    begins_unread: bool
    is_gone: bool
    is_mine: bool = False  # without their name: others do not see that
    pronouns: str = ""
    note: str = ""  # the theme of its content note
    note_theme: str = ""
    note_text: str = ""  # what stands in front of its words, which one opens
    folded: str = ""  # why only this line shows, until the reader opens it
    gone_text: str = ""
    gone_url: str = ""  # for its author: where they read why
    files: list[ShownFile] = field(default_factory=list)
    reactions: list[ReactionChoice] = field(default_factory=list)
    can_edit: bool = False
    can_delete: bool = False
    can_mark_answer: bool = False
    react_url: str = ""
    edit_url: str = ""
    delete_url: str = ""
    history_url: str = ""
    answer_url: str = ""
    report_url: str = ""
    block_url: str = ""
    bookmark_url: str = ""
    reply_to_name: str = ""  # who wrote what it answers, where that may be said
    is_new: bool = False  # not read yet
    authorship_url: str = ""  # for staff: to ask who wrote it without a name
    lines: list = field(default_factory=list)  # moderators' lines in front of it
    reply_is_elsewhere: bool = False  # what it answers was moved to another topic

    @property
    def has_menu(self) -> bool:
        """Whether there is anything behind the dots."""
        return bool(self.can_edit or self.can_delete or self.can_mark_answer or self.bookmark_url)


class PostPage:
    """Shows the posts of one topic to one member."""

    def __init__(self, topic: Topic, member, reading: Reading) -> None:
        self.topic, self.member, self.reading = topic, member, reading
        self.pronouns_for = {Audience.EVERYONE}
        if member.is_authenticated:
            self.pronouns_for.add(Audience.MEMBERS)
        self.deeds = reverse("forums:topic_redirect", args=[topic.pk]) + "-/"
        self.reports = reverse("moderation:report_new", args=["forums.post", 0])[: -len("0/")]
        self.may_answer = rules.can_mark_answer(member, topic)
        self.may_reply = rules.can_reply(member, topic)
        self.words = reaction_words()
        self.own = rules.own_stand_in(member, topic)
        self.sealed: dict[int, int] = {}

    def show(self, posts: list[Post]) -> list[ShownPost]:
        mine = self.reading.given
        if can_ask(self.member):
            self.sealed = sealed_among(posts)
        self.first_unread = self._first_unread(posts)
        self.elsewhere = self._topics_elsewhere(posts)
        return [self._tombstone(p) if p.is_gone else self._shown(p, mine) for p in posts]

    def _first_unread(self, posts: list[Post]) -> int:
        """The number of the post on this page with which the unread ones begin, or 0."""
        read = self.reading.read
        first = next((post.number for post in posts if post.number > read), 0)
        begun = posts and (posts[0].number <= read or read >= (page_of(first) - 1) * PAGE)
        return first if read and first and begun else 0

    def _topics_elsewhere(self, posts: list[Post]) -> set[int]:
        """Topics of posts that are answered here and stand elsewhere now, as far as one may know."""
        ids = {post.reply_to_topic for post in posts} - {None, self.topic.pk}
        found = Topic.objects.visible_to(self.member).filter(pk__in=ids) if ids else ()
        return {topic.pk for topic in found}

    def _tombstone(self, post: Post) -> ShownPost:
        words = {
            Post.Standing.DELETED: _("The author took this post back."),
            Post.Standing.REMOVED: _("A moderator removed this post."),
            Post.Standing.HIDDEN: _("Hidden by a moderator."),
        }
        return ShownPost(
            **self._facts(post), html="", gone_text=words[Post.Standing(post.standing)],
            gone_url=self._reasons_url(post),
        )  # fmt: skip

    def _reasons_url(self, post: Post) -> str:
        """Where its author reads why a moderator took it out of sight. Nobody else is led there."""
        is_decided = post.standing in {Post.Standing.HIDDEN, Post.Standing.REMOVED}
        if not is_decided or post.author_id != self.member.pk:
            return ""
        try:
            return reverse("moderation:decision_list")
        except NoReverseMatch:
            return ""

    def _shown(self, post: Post, mine: Set[tuple[int, str]]) -> ShownPost:
        number, is_answer = post.number, post.pk == self.topic.answer_id
        is_own = self._is_own(post)
        may_react = self.may_reply and not is_own
        return ShownPost(
            **self._facts(post),
            html=post.html,
            note=post.note,
            note_theme=post.note_theme,
            note_text=post.note_text,
            folded=self._folded(post),
            files=[shown_file(each) for each in post.files],
            reactions=reaction_choices(post, mine, self.words),
            can_edit=rules.can_edit(self.member, post, self.topic),
            can_delete=rules.can_delete(self.member, post, self.topic),
            can_mark_answer=self.may_answer and number > 1,
            react_url=f"{self.deeds}react/{number}/" if may_react else "",
            edit_url=f"{self.deeds}edit/{number}/",
            delete_url=f"{self.deeds}delete/{number}/",
            history_url=f"{self.deeds}history/{number}/",
            answer_url=f"{self.deeds}answer/{0 if is_answer else number}/",
            report_url=self._report_url(post),
            block_url=self._block_url(post),
            bookmark_url=f"{self.deeds}bookmark/{number}/" if self.member.is_authenticated else "",
            authorship_url=self._authorship_url(post),
        )

    def _is_own(self, post: Post) -> bool:
        return post.author_id in {self.member.pk, self.own}

    def _authorship_url(self, post: Post) -> str:
        sealed = self.sealed.get(post.pk)
        return reverse("moderation:authorship_ask", args=[sealed]) if sealed else ""

    def _folded(self, post: Post) -> str:
        """What stands in place of words that this person rather does not see."""
        if post.author_id in self.reading.blocked:
            return _("A post by somebody you blocked.")
        return _("A post by somebody you muted.") if post.author_id in self.reading.muted else ""

    def _block_url(self, post: Post) -> str:
        if not self.member.is_authenticated or self._is_own(post) or post.author.is_stand_in:
            return ""
        return f"{post.author.get_absolute_url()}-/block/"

    def _report_url(self, post: Post) -> str:
        if not self.member.is_authenticated or self._is_own(post):
            return ""
        return f"{self.reports}{post.pk}/"

    def _facts(self, post: Post) -> dict:
        return {
            "pk": post.pk,
            "number": post.number,
            "author": post.author,
            "pronouns": self._pronouns(post.author),
            "posted_at": post.posted_at,
            "edited_at": post.edited_at,
            "permalink": f"{self.deeds}{post.number}/",  # leads on, as the long one does
            "reply_to_number": post.reply_to_number if self._may_know(post) else None,
            "reply_to_url": self._elsewhere(post),
            "reply_is_elsewhere": self._is_elsewhere(post),
            "reply_to_name": self._answered(post),
            "is_new": 0 < self.reading.read < post.number,
            "is_answer": post.pk == self.topic.answer_id,
            "is_starter": post.author_id == self.topic.author_id,
            "begins_unread": post.number == self.first_unread,
            "is_gone": post.is_gone,
            "is_mine": post.author_id == self.own,
        }

    def _is_elsewhere(self, post: Post) -> bool:
        return post.reply_to_topic in self.elsewhere

    def _may_know(self, post: Post) -> bool:
        return post.reply_to_topic == self.topic.pk or self._is_elsewhere(post)

    def _pronouns(self, author: Member) -> str:
        shown = author.audience_of(Part.PRONOUNS) in self.pronouns_for
        return author.pronouns if shown or author.pk == self.member.pk else ""

    def _answered(self, post: Post) -> str:
        """Who wrote what this one answers; nobody where that is gone or folded for this person."""
        author = post.reply_to_author
        is_here = post.reply_to_standing == Post.Standing.VISIBLE and self._may_know(post)
        if author is None or not is_here:
            return ""
        is_apart = author in self.reading.blocked or author in self.reading.muted
        return "" if is_apart else post.reply_to_name

    def _elsewhere(self, post: Post) -> str:
        """Where the post that this one answers stands, unless it is on this page."""
        target = post.reply_to_number
        if self._is_elsewhere(post):
            return reverse("forums:post_detail", args=[post.reply_to_topic, "post", target])
        if not target or page_of(target) == page_of(post.number):
            return ""
        return self.topic.link_to(target)


def sealed_among(posts: list[Post]) -> dict[int, int]:
    """Ids of the seals of posts without a name. One statement, where there is such a post."""
    hidden = [post.pk for post in posts if post.author.is_stand_in]
    if not hidden:
        return {}
    seals = SealedAuthorship.objects.filter(
        target_type=ContentType.objects.get_for_model(Post), target_id__in=hidden
    )
    return dict(seals.values_list("target_id", "pk"))


def given_reactions(posts: list[Post], member) -> set[tuple[int, str]]:
    """The (post id, word) pairs that this member gave."""
    if not member.is_authenticated or not posts:
        return set()
    given = Reaction.objects.filter(member=member, post__in=[post.pk for post in posts])
    return set(given.values_list("post", "kind"))


def reaction_words() -> list[tuple[str, str, str]]:
    """The four words in their fixed order: kind, label, icon."""
    return [(kind.value, str(kind.label), REACTION_ICONS[kind]) for kind in Reaction.Kind]


def reaction_choices(
    post: Post, mine: Set[tuple[int, str]], words: list[tuple[str, str, str]]
) -> list[ReactionChoice]:
    """How many gave each word to a post, and whether this member did."""
    counts = post.reaction_counts
    return [
        ReactionChoice(kind, label, icon, counts.get(kind, 0), (post.pk, kind) in mine)
        for kind, label, icon in words
    ]
