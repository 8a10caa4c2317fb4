from django.db import models


class ReportQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Reports are for those who decide them."""
        return self if member.has_perm("moderation.view_report") else self.none()

    def open(self):
        return self.filter(state="open")

    def made_by(self, member):
        """One's own, which one may look at as well: what became of it, and nothing more."""
        return self.filter(reporter=member.pk)

    def told_to(self, member):
        """What a notice may lead this person to: their own."""
        return self.made_by(member)

    def for_notice(self):
        return self


class ReportedExcerptQuerySet(models.QuerySet):
    def visible_to(self, member):
        """Nobody's to list: `moderation.actions.open_excerpt` is the one way to read one."""
        return self.none()
