"""Posts as one person sees them: what they may do with each, and where its links lead."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Post, Reaction, Topic
from forums.querysets import Reading, page_of
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
    reply_to_name: str  # whose post it answers, where the reader is shown that
    is_new: bool
    is_answer: bool
    is_starter: bool
    begins_unread: bool
    is_gone: bool
    pronouns: str = ""
    folded: str = ""  # why only this line shows, until the reader opens it
    gone_text: str = ""
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

    @property
    def has_menu(self) -> bool:
        """Whether there is anything behind the dots."""
        return bool(self.can_edit or self.can_delete or self.can_mark_answer or self.report_url)


class PostPage:
    """Shows the posts of one topic to one member."""

    def __init__(self, topic: Topic, member, reading: Reading) -> None:
        self.topic, self.member, self.reading = topic, member, reading
        self.pronouns_for = {Audience.EVERYONE}
        if member.is_authenticated:
            self.pronouns_for.add(Audience.MEMBERS)
        self.address = topic.get_absolute_url()
        self.deeds = reverse("forums:topic_redirect", args=[topic.pk]) + "-/"
        self.reports = reverse("moderation:report_new", args=["forums.post", 0])[: -len("0/")]
        self.may_answer = rules.can_mark_answer(member, topic)
        self.may_reply = rules.can_reply(member, topic)
        self.words = reaction_words()

    def show(self, posts: list[Post]) -> list[ShownPost]:
        mine = given_reactions(posts, self.member)
        return [self._tombstone(p) if p.is_gone else self._shown(p, mine) for p in posts]

    def _tombstone(self, post: Post) -> ShownPost:
        words = {
            Post.Standing.DELETED: _("The author took this post back."),
            Post.Standing.REMOVED: _("A moderator removed this post."),
        }
        return ShownPost(
            **self._facts(post), html="", gone_text=words[Post.Standing(post.standing)]
        )

    def _shown(self, post: Post, mine: set[tuple[int, str]]) -> ShownPost:
        number, is_answer = post.number, post.pk == self.topic.answer_id
        may_react = self.may_reply and post.author_id != self.member.pk
        return ShownPost(
            **self._facts(post),
            html=post.html,
            folded=self._folded(post),
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
        )

    def _folded(self, post: Post) -> str:
        """What stands in place of words that this person rather does not see."""
        if post.author_id in self.reading.blocked:
            return _("A post by somebody you blocked.")
        return _("A post by somebody you muted.") if post.author_id in self.reading.muted else ""

    def _block_url(self, post: Post) -> str:
        if not self.member.is_authenticated or post.author_id == self.member.pk:
            return ""
        return f"{post.author.get_absolute_url()}-/block/"

    def _report_url(self, post: Post) -> str:
        if not self.member.is_authenticated or post.author_id == self.member.pk:
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
            "permalink": f"{self.address}{post.number}/",
            "reply_to_number": post.reply_to_number,
            "reply_to_url": self._elsewhere(post),
            "reply_to_name": self._answered(post),
            "is_new": 0 < self.reading.read < post.number,
            "is_answer": post.pk == self.topic.answer_id,
            "is_starter": post.author_id == self.topic.author_id,
            "begins_unread": 0 < self.reading.read == post.number - 1,
            "is_gone": post.is_gone,
        }

    def _pronouns(self, author: Member) -> str:
        shown = author.audience_of(Part.PRONOUNS) in self.pronouns_for
        return author.pronouns if shown or author.pk == self.member.pk else ""

    def _answered(self, post: Post) -> str:
        """Who wrote what this one answers; nobody where that is gone or folded for this person."""
        author = post.reply_to_author
        if author is None or post.reply_to_standing != Post.Standing.VISIBLE:
            return ""
        is_apart = author in self.reading.blocked or author in self.reading.muted
        return "" if is_apart else post.reply_to_name

    def _elsewhere(self, post: Post) -> str:
        """Where the post that this one answers stands, unless it is on this page."""
        target = post.reply_to_number
        if not target or page_of(target) == page_of(post.number):
            return ""
        return self.topic.link_to(target)


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
    post: Post, mine: set[tuple[int, str]], words: list[tuple[str, str, str]]
) -> list[ReactionChoice]:
    """How many gave each word to a post, and whether this member did."""
    counts = post.reaction_counts
    return [
        ReactionChoice(kind, label, icon, counts.get(kind, 0), (post.pk, kind) in mine)
        for kind, label, icon in words
    ]
