from django.db import models
from django.db.models import Q


class AppealQuerySet(models.QuerySet):
    def visible_to(self, member):
        """One's own; and for moderators on duty those against what others decided."""
        if not member.is_authenticated:
            return self.none()
        own = Q(member=member.pk)
        if member.is_moderating:
            return self.filter(own | ~Q(decided_by=member.pk))
        return self.filter(own | Q(reviewer=member.pk))

    def open(self):
        return self.filter(state="open")
