"""A copy of one's data, and leaving for good."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.members import actions
from peersupport.members.forms import ErasureForm
from peersupport.members.models import DataExport, in_a_week


def my_data(member) -> dict:
    """What `members/_my_data.html` shows."""
    erasure = member.erasures.open().first()
    return {
        "export": DataExport.objects.visible_to(member).first(), "erasure": erasure,
        "stop_url": stop_path(erasure) if erasure else "",
    }  # fmt: skip


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def data_export_new(request):
    """What is in a copy, and asking for one."""
    if request.method == "POST":
        export = actions.ask_export(request.user)
        return redirect("members:data_export_detail", export.pk)
    return render(request, "members/data_export_new.html")


@access(Rule.MEMBER, while_suspended=True)
def data_export_detail(request, pk):
    """How far a copy is, and the way to it."""
    export = get_object_or_404(DataExport.objects.visible_to(request.user), pk=pk)
    return render(request, "members/data_export_detail.html", {"export": export})


@access(Rule.MEMBER, while_suspended=True)
@never_cache  # no-store, private: nothing on the way keeps it
def data_export_download(request, pk):
    """The copy itself, for its owner. Whoever else asks is not even asked for a password."""
    exports = DataExport.objects.visible_to(request.user).filter(state=DataExport.State.READY)
    return _hand_out(request, get_object_or_404(exports, pk=pk))


@reauthentication_required
def _hand_out(request, export):
    try:
        file = actions.export_path(export).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{settings.SITE_NAME.lower().replace(' ', '-')}-{export.ready_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@access(Rule.MEMBER, while_suspended=True)
@reauthentication_required
def erasure_new(request):
    """What goes, what stays, and the choice; nothing happens for a week."""
    member = request.user
    if member.erasures.open().exists():
        return redirect("members:settings_privacy")
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # the letter belongs to the deed
                _send_stop_link(request, form.save(member=member))
            messages.success(request, _("Your account will be erased in a week. You can stop it."))
            return redirect("members:settings_privacy")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = import_string(settings.HOLDINGS)(member) | {"form": form, "due_at": in_a_week()}
    status = 422 if form.errors else 200
    return render(request, "members/erasure_new.html", context, status=status)


@access(Rule.PUBLIC, while_suspended=True)
def erasure_stop(request, token):
    """Stop an erasure; the token, from the letter or from the settings, is the key."""
    erasure = actions.read_erasure_token(token)
    if erasure is None:
        raise Http404
    if request.method != "POST":
        return render(request, "members/erasure_stop.html", {"erasure": erasure})
    try:
        actions.stop_erasure(erasure)
    except Refused:
        raise Http404 from None
    return render(request, "members/erasure_stop.html", {"done": True})


def stop_path(erasure) -> str:
    return reverse("members:erasure_stop", args=[actions.erasure_token(erasure)])


def _send_stop_link(request, erasure) -> None:
    """To the member's own address: somebody else may have asked."""
    context = {"due_at": erasure.due_at, "stop_url": settings.SITE_URL + stop_path(erasure)}
    get_adapter(request).send_notification_mail(
        "account/email/erasure_asked", request.user, context
    )
