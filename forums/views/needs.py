"""What needs a member: the short lists above the conversations of their home page."""

from typing import NamedTuple

from django.db.models import F, Value
from django.utils.translation import gettext as _

from forums.models import Post, ReadMark, Topic

SHOWN = 3  # of each; one more is looked for, to know whether there is more


class Need(NamedTuple):
    """One short list: at most three topics, and whether its own page has more."""

    show: str
    title: str
    hint: str
    topics: list[Topic]
    has_more: bool


def needs_of(member) -> list[Need]:
    """The lists that are not empty, most pressing first: two statements, however long they are.

    A topic stands in the first of them that it fits.
    """
    found = _found(member)
    topics = (
        Topic.objects.visible_to(member).wanted_by(member).filter(pk__in={pk for _, pk, _ in found})
    )
    by_id = {}
    for topic in topics.for_listing().folding_for(member) if found else ():
        topic.excerpt = ""  # short lists
        by_id[topic.pk] = topic
    needs = []
    for section, (show, title, hint) in enumerate(_sections()):
        rows = {pk: number for which, pk, number in found if which == section and pk in by_id}
        for pk, number in rows.items():  # the oldest post that waits, as they come newest first
            by_id[pk].waiting_number = number
        rows = sorted((by_id.pop(pk) for pk in rows), key=_latest, reverse=True)
        needs.append(Need(show, title, hint, rows[:SHOWN], len(rows) > SHOWN))
    return [need for need in needs if need.topics]


def _latest(topic):
    return topic.last_post_at, topic.pk


def _sections():
    return [
        ("replies", _("Waiting for my reply"), _("Somebody answered or mentioned you.")),
        ("following", _("Unread in places you follow"), ""),
        (
            "mine-open", _("My questions still open"),
            _("Did a reply help? Open the question and mark it as the answer; then others find it."),
        ),
    ]  # fmt: skip


def _found(member) -> list[tuple[int, int, int]]:
    """(section, topic, number of the post to open or 0), each section's best first."""
    topics = Topic.objects.visible_to(member).wanted_by(member)
    posts = Post.objects.visible_to(member).wanted_by(member).awaiting(member)
    unread = topics.followed_by(member).unread_by(member, ReadMark.objects.all())
    newest = ("-last_post_at", "-id")
    parts = [
        posts.values_list(Value(0), F("topic_id"), F("number"))[: SHOWN * 4],
        unread.order_by(*newest).values_list(Value(1), F("pk"), Value(0))[: SHOWN * 2 + 1],
        topics.open_questions_of(member)
        .order_by(*newest)
        .values_list(Value(2), F("pk"), Value(0))[: SHOWN * 2 + 1],
    ]
    return list(parts[0].union(*parts[1:], all=True).order_by())
