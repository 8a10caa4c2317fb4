from django.conf import settings
from django.db import models

from peersupport.core.terms import Terms


class WatchedTermQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(is_on=True)

    def for_place(self, place, *, language=""):
        """Those looked for at a place (a category's slug): of this language, the site's, and of all."""
        languages = {"", settings.LANGUAGE_CODE.partition("-")[0], language.partition("-")[0]}
        return self.in_use().filter(language__in=languages).exclude(not_in__contains=[place])

    def found_in(self, text):
        """Those that stand in a text, with nothing around them that excuses them. One statement."""
        return [found.key for found in Terms(term.as_term for term in self).found_in(text)]
