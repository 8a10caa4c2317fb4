"""Settings that would betray members are refused before anything starts."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError
from django.db.models import Count, Func, IntegerField, Value

SEALED = {  # columns that the key ring seals; their first byte is the number of its key
    "members.Authenticator": "sealed_seed",
    "forums.Alias": "sealed_key",
    "moderation.SealedAuthorship": "sealed_author",
    "moderation.ReportedExcerpt": "sealed",
    "rooms.RoomKey": "sealed",
}


@register(Tags.security)
def mail_is_really_sent(app_configs, **kwargs):
    """A site that keeps letters in files would never reach anybody, and shows them to all."""
    if settings.PRODUCTION and "smtp" not in settings.MAILERS["delivery"]["BACKEND"]:
        return [Error("Mail that is not sent is for the demo only.", id="commonroom.E001")]
    return []


@register(Tags.security)
def policy_has_nothing_unsafe(app_configs, **kwargs):
    """`check --deploy` is silent when no content security policy is set; we are not."""
    policy = getattr(settings, "SECURE_CSP", None) or {}
    sources = [str(source) for values in policy.values() for source in values]
    if "default-src" not in policy or any("unsafe" in source for source in sources):
        return [Error("SECURE_CSP must be set, with nothing unsafe in it.", id="commonroom.E002")]
    return []


@register(Tags.database)
def keys_are_there(app_configs, databases=None, **kwargs):
    """With `check --database default`, and before each `migrate`: warns, as a lost key stays lost."""
    try:
        return [*_lost_from_ring(), *_lost_by_rooms()] if databases else []
    except DatabaseError:
        return []  # before the first migration


def _lost_from_ring():
    words = "FIELD_KEYS has no key {}, which {} rows of {} need: put it back, or they stay shut."
    for label, column in SEALED.items():
        number = Func(column, Value(0), function="get_byte", output_field=IntegerField())
        rows = apps.get_model(label)._base_manager.order_by().values(key_id=number)
        lost = rows.exclude(key_id__in=list(settings.FIELD_KEYS)).annotate(count=Count("*"))
        for row in lost:
            yield Warning(words.format(row["key_id"], row["count"], label), id="commonroom.W001")


def _lost_by_rooms():
    count = apps.get_model("rooms.Room")._base_manager.filter(key=None).count()
    if count:
        words = "{} rooms have no key, so nobody can read them: destroyed before a restore, or a restore without the newest file of keys."
        yield Warning(words.format(count), id="commonroom.W002")


@register(Tags.database)
def appeals_have_somebody_else(app_configs, databases=None, **kwargs):
    """Who decided never answers the appeal: where one person may, nobody could."""
    members = apps.get_model("members.Member")._default_manager
    try:
        is_short = databases and members.exists() and members.reviewing()[:2].count() < 2
    except DatabaseError:
        return []  # before the first migration
    if not is_short:
        return []
    words = "Fewer than two people may answer appeals, and nobody answers one against themself: make another moderator, or name somebody in APPEAL_REVIEWERS."
    return [Warning(words, id="commonroom.W003")]
