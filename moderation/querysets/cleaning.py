from django.db import models


class CleanUpQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Moderators on duty: a clean-up reaches beyond one place."""
        return self if member.is_authenticated and member.is_moderating else self.none()

    def in_force(self):
        return self.filter(undone_at=None)
