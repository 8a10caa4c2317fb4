from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .registry import EventGroup, register

TO_YOU = _("To you")
FOLLOWED = _("Things you follow")
CARE = _("Care and account")


class NotificationsConfig(AppConfig):
    name = "peersupport.notifications"
    label = "notifications"

    def ready(self) -> None:
        register(
            EventGroup("replies", TO_YOU, _("Replies in topics you follow"), ("reply",)),
            EventGroup("mentions", TO_YOU, _("Mentions of you"), ("mention",)),
            EventGroup(
                "messages", TO_YOU, _("Private messages"), ("message",), can_wait=False,
                help=_("The letter never shows the text."),
            ),
            EventGroup(
                "thanks", TO_YOU, _("Thanks, badges and highlights"), ("thanks",), by_mail="digest",
                help=_("Gathered, one line each."),
            ),
            EventGroup("places", FOLLOWED, _("New topics in places you follow"), ("topic",)),
            EventGroup("groups", FOLLOWED, _("Groups you are in or asked about"), ("group",)),
            EventGroup(
                "reminders", FOLLOWED, _("Reminders you set"), ("reminder",), can_wait=False
            ),
            EventGroup(
                "upkeep", CARE, _("What moderators change in your posts"), ("upkeep",),
                by_mail="off", can_wait=False, is_always=True,
            ),
            EventGroup(
                "safety", CARE, _("Your safety"), ("safety",), can_wait=False, is_always=True,
                passes_quiet_hours=True,
            ),
        )  # fmt: skip
