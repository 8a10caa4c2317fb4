"""How far somebody has read."""

from django.db import connection
from django.utils import timezone

from forums.models import Topic
from peersupport.members.actions import count_visit
from peersupport.members.models import Member


def mark_read(topic: Topic, *, member: Member, number: int) -> None:
    """Remember how far a member has read: one statement, and never back when two windows race.

    The first time in a day it counts as a visit as well.
    """
    count_visit(member)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO forums_readmark (member_id, topic_id, number) VALUES (%s, %s, %s)
               ON CONFLICT (member_id, topic_id) DO UPDATE SET number = EXCLUDED.number
               WHERE forums_readmark.number < EXCLUDED.number""",
            [member.pk, topic.pk, number],
        )


def mark_all_read(member: Member) -> None:
    """Everything up to now counts as read."""
    member.read_before = timezone.now()
    member.save(update_fields=["read_before"])
