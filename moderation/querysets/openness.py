from django.db import models


class PublishedMonthQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Everybody's: that is what it is for."""
        return self
