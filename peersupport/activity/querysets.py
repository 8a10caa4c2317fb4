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
