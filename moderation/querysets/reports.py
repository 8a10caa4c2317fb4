from django.apps import apps
from django.db import models
from django.db.models import Prefetch


class ReportQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Reports are for those who decide them."""
        return self if member.has_perm("moderation.view_report") else self.none()

    def open(self):
        return self.filter(state="open")

    def made_by(self, member):
        """One's own, which one may look at as well: what became of it, and nothing more."""
        return self.filter(reporter=member.pk)

    def with_outcome(self):
        """Each with its item and, as `item.standing`, the decision that was not taken back."""
        decisions = apps.get_model("moderation.Decision").objects.exclude(state="undone")
        standing = Prefetch("item__decisions", decisions.select_related("norm"), to_attr="standing")
        reports = self.select_related("item__place_type", "target_type")
        return reports.prefetch_related(standing)


class ReportedExcerptQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Nobody's to list: `moderation.actions.open_excerpt` is the one way to read one."""
        return self.none()
