from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

# Only for these a reporter's record counts: who worries about somebody is never weighed.
WEIGHED = ("spam", "unkind")


class ReportQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Reports are for those who decide them."""
        return self if member.has_perm("moderation.view_report") else self.none()

    def open(self):
        return self.filter(state="open")

    def made_by(self, member):
        """One's own, which one may look at as well: what became of it, and nothing more."""
        return self.filter(reporter=member.pk)

    def with_records(self):
        """With who reported, whether private words came along, and how earlier reports ended.

        For spam and abuse alone: of 10 earlier ones 9 led to a decision.
        """
        earlier = self.model.objects.filter(
            reporter=OuterRef("reporter"), reason__in=WEIGHED, state="closed",
            reported_at__lt=OuterRef("reported_at"),
        ).order_by().values("reporter")  # fmt: skip
        restricts = Q(item__decisions__norm__isnull=False)  # whoever is restricted learns by which
        stands = Q(item__decisions__state__in=["in_force", "changed"])
        led = earlier.filter(stands & restricts).annotate(n=Count("pk", distinct=True))
        excerpts = apps.get_model("moderation.ReportedExcerpt").objects
        return self.select_related("reporter").annotate(
            has_excerpt=Exists(excerpts.filter(report=OuterRef("pk"))),
            earlier=Coalesce(Subquery(earlier.annotate(n=Count("pk")).values("n")), 0),
            earlier_led=Coalesce(Subquery(led.values("n")), 0),
        )

    def told_to(self, member):
        """What a notice may lead this person to: their own."""
        return self.made_by(member)

    def for_notice(self):
        return self

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
