from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from peersupport.members.models import Member, Role

MODERATING = [Role.MODERATOR, Role.ADMINISTRATOR]


def moderators():
    """Everybody who can be on duty: `moderation.rules.is_moderator` as rows."""
    people = Member.objects.reachable().filter(role__in=MODERATING, second_factor_at__isnull=False)
    wanted = settings.MODERATOR_QUALIFICATION
    return people.filter(qualifications__contains=[wanted]) if wanted else people


class ShiftQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Who moderates sees who is there when; nobody else needs the names."""
        return self if member.is_authenticated and member.is_moderating else self.none()

    def kept(self):
        """Those of people who still moderate: a role that ended ends what was planned with it."""
        people = Q(member__is_active=True, member__second_factor_at__isnull=False)
        return self.filter(people, member__role__in=MODERATING)

    def running(self, moment):
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def at(self, moment):
        """Of people who are there: not of those who went off duty in the queue."""
        return self.running(moment).exclude(member__care__off_until__gt=moment)

    def coming(self, moment=None):
        """What is running, and what is planned."""
        return self.filter(ends_at__gt=moment or timezone.now())

    def on_duty(self):
        return self.filter(kind="duty")

    def supervising(self):
        return self.filter(kind="supervise")
