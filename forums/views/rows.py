"""What a list of topics needs beyond its rows: one query for each kind of thing."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from forums.models import ReadMark, Topic
from forums.querysets import PAGE
from peersupport.core.names import hue_of, initials
from peersupport.core.pagination import KeyedPage, keyed_page
from peersupport.members.models import Member

MOST_ANNOUNCED = 3  # announcements above a list


def topic_page(topics, request, more=()) -> KeyedPage:
    """One page of a topic list, and `more` topics beside it, ready to show to this person."""
    listed = topics.for_listing().folding_for(request.user)
    page = keyed_page(listed, request.GET, PAGE)
    prepare_rows([*page.rows, *more], request.user)
    return page


def prepare_rows(topics: list[Topic], member) -> None:
    """Give each topic its link, what is new in it and who took part lately."""
    people = _faces({pk for topic in topics for pk in topic.recent_authors})
    marks = _marks(topics, member)
    for topic in topics:
        topic.participants = [people[pk] for pk in topic.recent_authors if pk in people]
        if getattr(topic, "is_folded", False):
            topic.excerpt = _("By somebody you blocked or muted.")
        read = marks.get(topic.pk, 0)
        topic.new_count = _new_count(topic, member, read)
        topic.is_read = member.is_authenticated and not topic.new_count
        topic.is_calm = member.is_authenticated and member.calm_mode
        topic.url = _place_to_read_on(topic, read)


def _place_to_read_on(topic, read) -> str:
    """The first unread post of a topic that was begun; of one that was read, what waits for a reply."""
    if topic.new_count and read:
        return topic.link_to(read + 1)
    waiting = getattr(topic, "waiting_number", 0)
    return topic.link_to(waiting) if read and waiting else topic.get_absolute_url()


class Face(NamedTuple):
    """As much of a member as an avatar shows."""

    pk: int
    display_name: str
    handle: str

    @property
    def initials(self) -> str:
        return initials(self.display_name)

    @property
    def hue(self) -> int:
        return hue_of(self.pk, self.handle)


def _faces(ids: set[int]) -> dict[int, Face]:
    if not ids:
        return {}
    found = Member.objects.filter(pk__in=ids).values_list("pk", "display_name", "handle")
    return {pk: Face(pk, name, handle) for pk, name, handle in found}


def _marks(topics, member) -> dict[int, int]:
    if not member.is_authenticated or not topics:
        return {}
    marks = ReadMark.objects.filter(member=member, topic__in=[topic.pk for topic in topics])
    return dict(marks.values_list("topic", "number"))


def _new_count(topic, member, read) -> int:
    if not member.is_authenticated or topic.last_post_at <= member.read_before:
        return 0
    return max(topic.last_number - read, 0)
