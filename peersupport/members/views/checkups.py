"""The check-up of an account: what keeps it safe, on one page, each with one thing to do."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peersupport.core.access import Rule, access
from peersupport.members import actions
from peersupport.members.models import Session

FEW_CODES = 4


@access(Rule.MEMBER, while_suspended=True)
def security_checkup(request):
    """A minute, and the day on which it was done is remembered."""
    if request.method == "POST":
        actions.check_up(request.user)
        messages.success(request, _("Done. The date of this check-up is kept."))
        return redirect("members:security_checkup")
    points = check_points(request.user)
    context = {"points": points, "to_do": sum(not point["ok"] for point in points)}
    return render(request, "members/security_checkup.html", context)


def check_points(member) -> list[dict]:
    """What is looked at: a title, how it stands, whether that is well, and where to change it."""
    security = reverse("members:settings_security")
    return [_second_step(member), *_codes(member), _address(member), _devices(member, security)]


def _second_step(member):
    if member.second_factor_at:
        text = _("A stolen password alone opens nothing.")
        return _point(
            "shield-check", _("Two-step sign-in"), text, True, "members:settings_security"
        )
    text = _("Your password alone opens the account. A code from your phone makes it two.")
    label = _("Turn it on")
    return _point(
        "shield-check", _("Two-step sign-in"), text, False, "members:second_factor_new", label
    )


def _codes(member):
    if not member.second_factor_at:
        return []
    left = member.recovery_codes.filter(used_at=None).count()
    text = ngettext("%d is left.", "%d are left.", left) % left
    label = "" if left >= FEW_CODES else _("Make new ones")
    return [_point("key", _("Recovery codes"), text, left >= FEW_CODES,
                   "members:settings_security", label)]  # fmt: skip


def _address(member):
    is_confirmed = member.emailaddress_set.filter(primary=True, verified=True).exists()
    text = (
        _("%s is confirmed. Letters about your account go there.") % member.email
        if is_confirmed
        else _("Your address is not confirmed yet, so we could not let you back in by it.")
    )
    label = _("Is it still yours?") if is_confirmed else _("Confirm it")
    return _point(
        "envelope-simple", _("E-mail address"), text, is_confirmed, "account_email", label
    )


def _devices(member, security):
    count = Session.objects.visible_to(member).count()
    text = ngettext(
        "You are signed in on %d device.", "You are signed in on %d devices. Do you know them all?",
        count,
    ) % count  # fmt: skip
    return _point("door-open", _("Where you are signed in"), text, True, security + "#devices")


def _point(icon, title, text, ok, to, label=""):
    url = to if to.startswith("/") else reverse(to)
    return {"icon": icon, "title": title, "text": text, "ok": ok, "url": url,
            "label": label or _("Look at it")}  # fmt: skip
