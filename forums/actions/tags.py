"""Tags: what topics are found by. Synonyms lead to one name; new words are for staff to take up."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forums import rules
from forums.models import MOST_TAGS, Tag, TagSuggestion, Topic
from forums.querysets import Audience
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.core.names import tag_name
from peersupport.members.models import Member
from peersupport.notifications.models import Watch

from .anonymous import hand_of
from .locking import changed, locked_topic

COUNTED_TAGS = """SELECT word AS name, count(*) AS topics
    FROM forums_topic t JOIN forums_category c ON c.id = t.category_id, unnest(t.tag_names) AS word
    WHERE t.standing = 'visible' AND c.read = 0 AND c.group_id IS NULL GROUP BY word"""
LEARN_TAGS = (
    f"""INSERT INTO forums_tag (name, description, topic_count)
        SELECT name, '', topics FROM ({COUNTED_TAGS}) counted
        WHERE name ~ '^[^[:space:],/]{{1,40}}$' ON CONFLICT (name) DO NOTHING""",  # noqa: S608  our own words alone
    f"""UPDATE forums_tag g SET topic_count = coalesce(counted.topics, 0)
        FROM forums_tag own LEFT JOIN ({COUNTED_TAGS}) counted ON counted.name = own.name
        WHERE own.id = g.id AND g.topic_count <> coalesce(counted.topics, 0)""",  # noqa: S608
)


@transaction.atomic
def tag_topic(topic: Topic, *, names: Iterable[str], by: Member) -> list[str]:
    """Give a topic these tags in place of those it has. Returns the words that are no tags yet.

    Such words wait for staff, or become tags when staff use them. A group's topics have only tags
    that there are: what its members talk about is no suggestion to everybody.
    """
    topic = locked_topic(topic)
    if not rules.can_tag(by, topic):
        raise Refused(_("You cannot change the tags of this topic."))
    wanted = read_tags(names)
    known = Tag.objects.meant_by(wanted)
    unknown = [name for name in wanted if name not in known]
    if unknown and topic.category.group_id:
        raise Refused(
            _("In a group only tags that exist can be used. There is none named %(name)s.")
            % {"name": unknown[0]}
        )
    if unknown and rules.can_manage_tags(by):
        Tag.objects.bulk_create([Tag(name=name) for name in unknown], ignore_conflicts=True)
        known |= {name: name for name in unknown}
        unknown = []
    _set_tags(topic, list(dict.fromkeys(known[name] for name in wanted if name in known)))
    topic.tag_suggestions.exclude(name__in=unknown).delete()
    hand = hand_of(by, topic, topic)
    suggested = [TagSuggestion(name=name, topic=topic, suggested_by=hand) for name in unknown]
    TagSuggestion.objects.bulk_create(suggested, ignore_conflicts=True)
    return unknown


def read_tags(names: Iterable[str]) -> list[str]:
    """Names as tags are written, each once. Raises Refused for more than a topic can have."""
    found = list(dict.fromkeys(name for name in map(tag_name, names) if name))
    if len(found) > MOST_TAGS:
        words = _("These are %(number)s tags; a topic can have %(most)s.")
        raise Refused(words % {"number": len(found), "most": MOST_TAGS})
    return found


@transaction.atomic
def take_up_tag(name: str, *, by: Member) -> Tag:
    """Make a suggested word a tag of every topic for which it was suggested."""
    _refuse_unless_manager(by)
    tag, _is_new = Tag.objects.get_or_create(name=name)
    name = tag.same_as.name if tag.same_as else tag.name
    suggestions = TagSuggestion.objects.filter(name=tag.name)
    topics = Topic.objects.filter(pk__in=suggestions.values("topic")).order_by("pk")
    for topic in topics.select_for_update(of=["self"]).select_related("category"):
        if name not in topic.tag_names:
            _set_tags(topic, [*topic.tag_names, name][:MOST_TAGS])
    suggestions.delete()
    record("forums.tag_taken_up", actor=by, target=tag)
    return tag


@transaction.atomic
def decline_tag(name: str, *, by: Member) -> int:
    """Leave a suggested word alone. Returns for how many topics it was suggested."""
    _refuse_unless_manager(by)
    number, _kinds = TagSuggestion.objects.filter(name=name).delete()
    return number


@transaction.atomic
def describe_tag(tag: Tag, *, description: str, by: Member) -> Tag:
    """Say what a tag is for."""
    _refuse_unless_manager(by)
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    tag.description = " ".join(description.split())
    tag.save(update_fields=["description"])
    record("forums.tag_described", actor=by, target=tag)
    return tag


@transaction.atomic
def merge_tags(tag: Tag, *, into: Tag, by: Member) -> Tag:
    """Make a tag another name for a second one: its topics, its followers and its links move over.

    Who hides the first hides the second as well.
    """
    _refuse_unless_manager(by)
    if tag.pk == into.pk or into.same_as_id:
        raise Refused(_("Choose another tag, one that stands for itself."))
    rows = Tag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk]).order_by("pk")
    by_pk = {row.pk: row for row in rows}
    tag, into = by_pk[tag.pk], by_pk[into.pk]
    topics = Topic.objects.filter(tag_names__contains=[tag.name]).order_by("pk")
    for topic in topics.select_for_update(of=["self"]).select_related("category"):
        names = [into.name if name == tag.name else name for name in topic.tag_names]
        _set_tags(topic, list(dict.fromkeys(names)))
    _move_followers(tag, into)
    for member in Member.objects.filter(hidden_tags__contains=[tag.name]):
        hidden = sorted({*member.hidden_tags, into.name})
        Member.objects.filter(pk=member.pk).update(hidden_tags=hidden)
    tag.synonyms.update(same_as=into)
    tag.same_as = into
    tag.save(update_fields=["same_as"])
    record("forums.tags_merged", actor=by, target=tag, into=into.pk)
    return into


def count_tags(topic: Topic, *, by: int) -> None:
    """A topic that everybody may read came (`by` 1) or went (-1): so its tags are used as often."""
    if topic.tag_names and is_for_everybody(topic):
        tags = Tag.objects.filter(name__in=topic.tag_names).order_by("pk")
        for pk in tags.select_for_update().values_list("pk", flat=True):
            Tag.objects.filter(pk=pk).update(topic_count=F("topic_count") + by)


def recount_tags() -> None:
    """Know every name that topics have, and count anew: after an import."""
    with connection.cursor() as cursor:
        for statement in LEARN_TAGS:
            cursor.execute(statement)


def is_for_everybody(topic: Topic) -> bool:
    category = topic.category
    is_public = category.read == Audience.PUBLIC and not category.group_id
    return is_public and not topic.is_gone


def _set_tags(topic: Topic, names: list[str]) -> None:
    if names == topic.tag_names:
        return
    count_tags(topic, by=-1)
    topic.tag_names = names
    topic.save(update_fields=["tag_names"])
    count_tags(topic, by=1)
    changed(topic)


def _move_followers(tag: Tag, into: Tag) -> None:
    about = ContentType.objects.get_for_model(Tag)
    watches = Watch.objects.filter(target_type=about, target_id=tag.pk)
    already = Watch.objects.filter(target_type=about, target_id=into.pk).values("member")
    watches.exclude(member__in=already).update(target_id=into.pk)
    watches.delete()


def _refuse_unless_manager(member: Member) -> None:
    if not rules.can_manage_tags(member):
        raise Refused(_("Tags are looked after by moderators."))
