from django.conf import settings

SITE = {
    "name": settings.SITE_NAME,
    "url": settings.SITE_URL,
    "leave_url": settings.SITE_LEAVE_URL,
    "contact": settings.SITE_CONTACT,
    "is_demo": settings.DEMO,
    "signup_is_open": settings.SIGNUP_MODE in {"open", "domain"},
    "signup_mode": settings.SIGNUP_MODE,
    "institutions": [{"id": each["id"], "name": each["name"]} for each in settings.OIDC_PROVIDERS],
    "signup_domains": settings.SIGNUP_DOMAINS,
}


def site(request):
    """What every page may say about this site."""
    return {"site": SITE}
