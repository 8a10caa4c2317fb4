from django.apps import apps
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone


def of_interest_to(member, model):
    """The rows of a table that one may tell a member of: what they may see, and do not leave out."""
    everything = model._default_manager
    told = getattr(everything, "told_to", everything.visible_to)
    rows = told(member)
    return rows.wanted_by(member) if hasattr(rows, "wanted_by") else rows


ABOUT_WORDS = ["reply", "mention", "topic", "message"]  # kinds that tell what somebody wrote


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, member):
        """A person's own notices; what they tell of is checked again when they are shown.

        What somebody wrote is not told across a block, however old the notice. What was decided is.
        """
        blocks = apps.get_model("members.Block").objects
        blocked = blocks.filter(member=member.pk).values("other")
        blocked_by = blocks.filter(other=member.pk).values("member")
        apart = Q(activity__actor__in=blocked) | Q(activity__actor__in=blocked_by)
        return self.filter(recipient=member.pk).exclude(Q(kind__in=ABOUT_WORDS) & apart)

    def unread(self):
        return self.filter(read_at=None)

    def beside_messages(self):
        """What the page of notices shows: that somebody wrote is said where messages are."""
        return self.exclude(kind="message")

    def unread_counts(self, member):
        """How many `visible_to(member).unread()` has for the bell, and how many tell of messages.

        By hand: building the statement with the ORM takes three times as long as the database does.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT count(*) FILTER (WHERE n.kind <> 'message'),
                          count(*) FILTER (WHERE n.kind = 'message')
                   FROM notifications_notice n
                   JOIN activity_activity a ON a.id = n.activity_id
                   WHERE n.recipient_id = %(member)s AND n.read_at IS NULL
                     AND NOT (n.kind = ANY(%(about_words)s) AND EXISTS (
                       SELECT FROM members_block b
                       WHERE b.member_id = %(member)s AND b.other_id = a.actor_id
                          OR b.other_id = %(member)s AND b.member_id = a.actor_id))""",
                {"member": member.pk, "about_words": ABOUT_WORDS},
            )
            return cursor.fetchone()


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        """To be sent now: not final, due, and not leased to a worker that may still be at it."""
        now = timezone.now()
        return self.filter(state="waiting", due_at__lte=now).filter(
            Q(leased_until=None) | Q(leased_until__lt=now)
        )


class WatchQuerySet(models.QuerySet):
    def on(self, target):
        return self.filter(target_type__model=target._meta.model_name, target_id=target.pk)
