from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from peersupport.core.terms import Term, normalised

from ..querysets import WatchedTermQuerySet
from .reports import Report


class WatchedTerm(models.Model):
    """A word or phrase after which a person looks, or the author is asked or offered help.

    Staff keep the list, in the admin. What was found is kept as the term's id alone.
    """

    class Deed(models.TextChoices):
        """What follows, the mildest first. None of them blocks or deletes anything."""

        SIGNPOST = "signpost", _("Show its author where help is, privately")
        NUDGE = "nudge", _("Ask its author once, before it is posted")
        FLAG = "flag", _("Post it, and let a moderator look")
        HOLD = "hold", _("Let a moderator look before it is posted")

    words = models.CharField(_("word or phrase"), max_length=80)
    language = models.CharField(
        max_length=10, blank=True,
        help_text=_("Such as en or de. Empty: looked for in every language."),
    )  # fmt: skip
    any_form = models.BooleanField(
        _("in any form"), default=False,
        help_text=_("Its last word may go on: “idiot” also finds “idiots”."),
    )  # fmt: skip
    unless_quoted = models.BooleanField(_("not in quotations"), default=True)
    unless_negated = models.BooleanField(_("not when denied: “I will not …”"), default=True)
    not_in = ArrayField(
        models.SlugField(max_length=60), default=list, blank=True,
        verbose_name=_("not in these categories"),
        help_text=_("The last part of their addresses, with commas between them."),
    )  # fmt: skip
    theme = models.CharField(
        max_length=16, blank=True,
        help_text=_("A content note’s key, such as violence: some moderators leave it to others."),
    )  # fmt: skip
    reason = models.CharField(
        _("norm"), max_length=8, choices=Report.Reason, default=Report.Reason.UNKIND,
        help_text=_("How urgent it is follows from it."),
    )  # fmt: skip
    deed = models.CharField(_("what follows"), max_length=8, choices=Deed, default=Deed.FLAG)
    is_on = models.BooleanField(_("in use"), default=True)

    objects = WatchedTermQuerySet.as_manager()

    class Meta:
        ordering = ["words", "language"]
        constraints = [
            models.UniqueConstraint(fields=["words", "language"], name="term_once"),
            models.CheckConstraint(condition=~Q(words=""), name="term_says_something"),
            models.CheckConstraint(
                # Worries get a person and an offer of help, soon; nothing of them is kept back.
                condition=~Q(deed="hold", reason="worry"), name="term_of_worry_never_holds",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.words

    def clean(self):
        if not normalised(self.words):
            raise ValidationError({"words": _("Enter at least one letter or number.")})
        if self.deed == self.Deed.HOLD and self.reason == Report.Reason.WORRY:
            text = _("What worries us about somebody is never kept back. Choose another deed.")
            raise ValidationError({"deed": text})

    @property
    def as_term(self) -> Term:
        return Term(
            self, self.words, self.any_form, self.language or "en", self.unless_quoted,
            self.unless_negated,
        )  # fmt: skip
