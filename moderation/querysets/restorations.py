from django.apps import apps
from django.db import models


class RestorationQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Those beside decisions of places that this person moderates, and not about themself."""
        items = apps.get_model("moderation.ReviewItem").objects.visible_to(member)
        return self.filter(decision__item__in=items.order_by().values("pk"))

    def waiting(self):
        return self.filter(state="asked")

    def to_follow_up(self, day):
        """Agreed, and the day to look again has come."""
        return self.filter(state="agreed", reminded_at=None, follow_up_on__lte=day)

    def for_notice(self):
        return self
