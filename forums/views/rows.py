"""What a list of topics or a page of posts needs beyond its rows: one query for each kind."""

from forums.models import Reaction, ReadMark, Topic
from forums.querysets import PAGE
from peersupport.core.pagination import KeyedPage, keyed_page
from peersupport.members.models import Member

REACTION_ICONS = {
    Reaction.Kind.WITH_YOU: "hand-heart",
    Reaction.Kind.SAME_HERE: "users",
    Reaction.Kind.HELPFUL: "lightbulb",
    Reaction.Kind.THANK_YOU: "heart",
}


def topic_page(topics, request) -> KeyedPage:
    """One page of a topic list, ready to show to this person."""
    page = keyed_page(topics.for_listing(), request.GET, PAGE)
    prepare_rows(page.rows, request.user)
    return page


def prepare_rows(topics: list[Topic], member) -> None:
    """Give each topic its link, what is new in it and who took part lately."""
    people = Member.objects.in_bulk({pk for topic in topics for pk in topic.recent_authors})
    marks = _marks(topics, member)
    for topic in topics:
        topic.participants = [people[pk] for pk in topic.recent_authors if pk in people]
        read = marks.get(topic.pk, 0)
        topic.new_count = _new_count(topic, member, read)
        topic.is_read = member.is_authenticated and not topic.new_count
        is_begun = topic.new_count and read
        topic.url = topic.link_to(read + 1) if is_begun else topic.get_absolute_url()


def _marks(topics, member) -> dict[int, int]:
    if not member.is_authenticated or not topics:
        return {}
    marks = ReadMark.objects.filter(member=member, topic__in=[topic.pk for topic in topics])
    return dict(marks.values_list("topic", "number"))


def _new_count(topic, member, read) -> int:
    if not member.is_authenticated or topic.last_post_at <= member.read_before:
        return 0
    return max(topic.last_number - read, 0)


class ReactionChoice:
    """One word under a post: how many gave it, and whether this person did."""

    __slots__ = ("count", "kind", "mine")

    def __init__(self, kind, count, mine):
        self.kind, self.count, self.mine = kind, count, mine

    @property
    def label(self):
        return self.kind.label

    @property
    def icon(self):
        return REACTION_ICONS[self.kind]


def prepare_reactions(posts, member) -> None:
    """Give each post its words in their fixed order."""
    mine = set()
    if member.is_authenticated and posts:
        given = Reaction.objects.filter(member=member, post__in=[post.pk for post in posts])
        mine = set(given.values_list("post", "kind"))
    for post in posts:
        counts = post.reaction_counts
        post.reactions = [
            ReactionChoice(kind, counts.get(kind.value, 0), (post.pk, kind.value) in mine)
            for kind in Reaction.Kind
        ]
