"""Settings that would betray members are refused before anything starts."""

from django.conf import settings
from django.core.checks import Error, Tags, register


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
