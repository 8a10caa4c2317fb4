from django.db import models
from django.utils.translation import gettext_lazy as _


class Moderated(models.Model):
    """Content that people may report and moderators may take away. Content inherits this."""

    class Standing(models.TextChoices):
        VISIBLE = "visible", _("Visible")
        DELETED = "deleted", _("Deleted by its author")
        REMOVED = "removed", _("Removed by a moderator")
        HIDDEN = "hidden", _("Hidden by a moderator")

    standing = models.CharField(max_length=8, choices=Standing, default=Standing.VISIBLE)

    # Of private words staff see nothing but the excerpt that a report brings along.
    gives_excerpt = False

    class Meta:
        abstract = True

    @property
    def is_gone(self) -> bool:
        return self.standing != self.Standing.VISIBLE


class ContentNote(models.TextChoices):
    """Themes that people may want to choose their moment for, or not to meet at all."""

    SELF_HARM = "self-harm", _("Self-harm and suicide")
    EATING = "eating", _("Eating and body image")
    VIOLENCE = "violence", _("Violence and abuse")
    SEXUAL = "sexual", _("Sexual violence")
    GRIEF = "grief", _("Loss and grief")
    PREGNANCY = "pregnancy", _("Pregnancy and its loss")
    SUBSTANCES = "substances", _("Alcohol and drugs")
    DISCRIMINATION = "discrimination", _("Discrimination")
    HEALTH = "health", _("Illness and treatment")
    FAMILY = "family", _("Conflict at home")
    EXAMS = "exams", _("Exams and failing")
    OTHER = "other", _("Something else")


class Norm(models.Model):
    """One version of the community's norms. The one in force is the latest that was published."""

    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=120)
    body = models.TextField(_("text (Markdown)"))
    html = models.TextField(editable=False)
    summary_of_changes = models.TextField(_("what changed, in a sentence"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]

    def __str__(self):
        return f"{self.title} (version {self.version})"
