from django.db import models


class CareQuerySet(models.QuerySet):
    def visible_to(self, member):
        """One's own: who rests, and from what, is nobody else's business."""
        return self.filter(member=member.pk) if member.is_authenticated else self.none()
