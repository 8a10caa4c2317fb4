"""What a list of topics needs beyond its rows: one query for each kind of thing."""

from forums.models import ReadMark, Topic
from forums.querysets import PAGE
from peersupport.core.pagination import KeyedPage, keyed_page
from peersupport.members.models import Member


def topic_page(topics, request) -> KeyedPage:
    """One page of a topic list, ready to show to this person."""
    page = keyed_page(topics.for_listing(), request.GET, PAGE)
    prepare_rows(page.rows, request.user)
    return page


def prepare_rows(topics: list[Topic], member) -> None:
    """Give each topic its link, what is new in it and who took part lately."""
    latest = {pk for topic in topics for pk in topic.recent_authors}
    people = Member.objects.only("handle", "display_name").in_bulk(latest)
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
