from django.db import models
from django.db.models import Q
from django.utils import timezone


class ActivityQuerySet(models.QuerySet):
    def waiting(self):
        """Not settled yet, and due."""
        return self.filter(settled_at=None).filter(
            Q(retry_at=None) | Q(retry_at__lte=timezone.now())
        )

    def by(self, member):
        return self.filter(actor=member)

    def of(self, verb):
        return self.filter(verb=verb)

    def audited(self):
        """What the staff's log lists, newest first."""
        return self.filter(is_audited=True).order_by("-happened_at", "-pk")

    def before(self, cursor):
        """Older than a (time, id), or all."""
        if cursor is None:
            return self
        at, pk = cursor
        return self.filter(happened_at__lte=at).exclude(happened_at=at, pk__gte=pk)

    def after(self, cursor):
        """Newer than a (time, id), the next first."""
        at, pk = cursor
        newer = self.filter(happened_at__gte=at).exclude(happened_at=at, pk__lte=pk)
        return newer.order_by("happened_at", "pk")
