from django.db import models


class ReportQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Reports are for those who decide them."""
        return self if member.has_perm("moderation.view_report") else self.none()

    def open(self):
        return self.filter(state="open")
