from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a notice or a letter is about; `registry.EventGroup` gathers kinds into what one chooses."""

    REPLY = "reply", _("Replies in topics you follow")
    MENTION = "mention", _("Mentions of you")
    TOPIC = "topic", _("New topics in places you follow")
    MESSAGE = "message", _("Private messages")
    REMINDER = "reminder", _("Reminders you set")
    UPKEEP = "upkeep", _("What moderators change in your posts")
    GROUP = "group", _("Groups you are in or asked about")
    THANKS = "thanks", _("Thanks, badges and highlights")
    DIGEST = "digest", _("The digest")
    AWAY = "away", _("A letter when you have been away")
    SAFETY = "safety", _("Your safety")
    ACCOUNT = "account", _("Your account")
