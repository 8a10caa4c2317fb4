"""The one door allauth offers for what differs here: names at sign-up, where to go afterwards."""

import time
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from peersupport.core.middleware import SIGN_IN
from peersupport.core.names import device_name

from .actions import (
    HELD,
    barred_until,
    is_new_device,
    name_member,
    note,
    read_community_token,
    use_way_in,
)
from .models import PolicyDocument, SecurityEvent

# What a browser answered to the question about age: a word and no date, for a short while.
OLD_ENOUGH, TOO_YOUNG = "old-enough", "too-young"
AGE_SECONDS = {OLD_ENOUGH: 3600, TOO_YOUNG: 8 * 3600}
AGE_COOKIE, AGE_SALT = "age", "members.age"


def age_answer(request) -> str:
    """OLD_ENOUGH, TOO_YOUNG, or "" for a browser that was not asked lately."""
    return request.get_signed_cookie(
        AGE_COOKIE, default="", salt=AGE_SALT, max_age=max(AGE_SECONDS.values())
    )


def keep_answer(response, answer: str):
    response.set_signed_cookie(
        AGE_COOKIE, answer, salt=AGE_SALT, max_age=AGE_SECONDS[answer],
        secure=settings.PRODUCTION, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def way_back(request) -> str:
    """The sign-up page that somebody came from, with whatever stood in its address."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours and address.startswith("/") else reverse("account_signup")


def age_is_settled(request) -> bool:
    """True where nobody asks, or the answer was right; else the question comes first."""
    if not settings.AGE_MINIMUM or age_answer(request) == OLD_ENOUGH:
        return True
    query = urlencode({"next": request.get_full_path()})
    raise ImmediateHttpResponse(redirect(f"{reverse('members:age_check')}?{query}"))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This is the address you log in with; it cannot go."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The e-mail address or the password is not right. Try again."),
        "email_taken": _("There is an account with this address already."),
        "enter_current_password": _("Enter the password you use now."),
        "incorrect_password": _("The password is not right. Try again."),
        "invalid_login": _("The e-mail address or the password is not right. Try again."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "same_as_current": _("Enter something else than what you have now."),
    }

    def get_login_stages(self):
        return [*super().get_login_stages(), "peersupport.members.stages.SecondFactorStage"]

    def set_password(self, user, password):
        super().set_password(user, password)
        note(user, SecurityEvent.Kind.PASSWORD_CHANGED)

    def is_open_for_signup(self, request):
        """In the mode `invitation` to who holds one; whether it fits, the form says."""
        if settings.SIGNUP_MODE == "closed":
            return False
        token = request.session.get(HELD, "")
        if settings.SIGNUP_MODE == "invitation" and read_community_token(token) is None:
            return False
        return age_is_settled(request)

    def send_account_already_exists_mail(self, email):
        """Or that none can be made with it, which only whoever reads its letters learns."""
        until = barred_until(email)
        if until is None or EmailAddress.objects.filter(email__iexact=email).exists():
            super().send_account_already_exists_mail(email)
        else:
            self.send_mail("account/email/address_barred", email, {"until": until})

    def send_mail(self, template_prefix, email, context):
        """Links in letters lead to the site's configured address, whatever host was asked."""
        here = self.request.build_absolute_uri("/") if self.request else ""
        links = {
            name: f"{settings.SITE_URL}/{link.removeprefix(here)}"
            for name, link in context.items()
            if here and isinstance(link, str) and link.startswith(here)
        }
        return super().send_mail(template_prefix, email, context | links)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth writes to the old address when it is replaced; the account's record keeps it."""
        if template_prefix == "account/email/email_changed":
            note(user, SecurityEvent.Kind.EMAIL_CHANGED)
        super().send_notification_mail(template_prefix, user, context, email)

    def save_user(self, request, user, form, commit=True):
        """The name to show follows the handle until its owner gives another."""
        handle = form.cleaned_data["handle"]
        name_member(user, handle=handle, display_name=handle)
        use_way_in(form.cleaned_data["email"], token=request.session.get(HELD, ""))
        user.time_zone = settings.TIME_ZONE
        return super().save_user(request, user, form, commit)

    def post_login(self, request, user, **how):
        """Who has not agreed to all that is in force is led there first, whichever way they came in."""
        self._tell_small_changes(request, user)
        device = device_name(request.headers.get("user-agent", ""))
        if is_new_device(user, device):
            self.send_notification_mail("account/email/new_device", user, {"device": device})
        note(user, SecurityEvent.Kind.SIGNED_IN, device=device)
        now = int(time.time())
        request.session[SIGN_IN] = {"device": device, "at": now, "seen": now}
        response = super().post_login(request, user, **how)
        if user.has_accepted_norms:
            return response
        query = urlencode({"next": response.url})
        return redirect(f"{reverse('moderation:norms_accept')}?{query}")

    def _tell_small_changes(self, request, user):
        """A minor version of the terms or the privacy notice since somebody signed in last."""
        before = user.security_events.filter(kind=SecurityEvent.Kind.SIGNED_IN).first()
        if before is None:
            return
        for document in PolicyDocument.objects.small_changes_since(before.happened_at):
            if not user.has_agreed_to(document):
                continue  # who is asked again is told there
            text = _('{name} changed a little: {changes} <a href="{url}">See what changed</a>')
            messages.info(request, format_html(
                str(text), name=document.get_kind_display(), changes=document.changes,
                url=document.get_absolute_url(),
            ))  # fmt: skip
