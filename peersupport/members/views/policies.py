"""Terms and privacy notice with their versions, and what a member said yes or no to."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peersupport.core.access import Rule, access
from peersupport.core.diff import changes
from peersupport.members.forms import ConsentForm
from peersupport.members.models import WORDS, PolicyDocument, Purpose
from peersupport.members.rules import choices_of

from .my_data import my_data

HISTORY_SHOWN = 50


@access(Rule.PUBLIC, while_suspended=True)
def terms(request):
    return _policy(request, PolicyDocument.Kind.TERMS)


@access(Rule.PUBLIC, while_suspended=True)
def privacy(request):
    return _policy(request, PolicyDocument.Kind.PRIVACY)


@access(Rule.PUBLIC, while_suspended=True)
def policy_version(request, kind, version):
    """What one version said, and word by word what it changed."""
    versions = list(PolicyDocument.objects.visible_to(request.user).filter(kind=kind))
    here = next((n for n, each in enumerate(versions) if each.version == version), None)
    if here is None:
        raise Http404
    document, before = versions[here], next(iter(versions[here + 1 :]), None)
    context = {"document": document, "before": before, "versions": versions}
    if before:
        context["changes"] = changes(before.body, document.body)
    return render(request, "members/policy_version.html", context)


def _policy(request, kind):
    """The version in force, or the first one that is announced."""
    versions = list(PolicyDocument.objects.visible_to(request.user).filter(kind=kind))
    document = PolicyDocument.objects.in_force().filter(kind=kind).first()
    if not versions:
        raise Http404
    context = {"document": document or versions[-1], "versions": versions}
    return render(request, "members/policy_detail.html", context)


@access(Rule.MEMBER, while_suspended=True)
def settings_privacy(request):
    """What a member said yes or no to, purpose by purpose, and what happens to their data."""
    member, said = request.user, choices_of(request.user)
    context = {
        "policies": PolicyDocument.objects.in_force(),
        "choices": [
            {"purpose": purpose, "words": words, "said": said.get(purpose)}
            for purpose, words in WORDS.items()
        ],
        "history": member.consents.all()[:HISTORY_SHOWN],
        **my_data(member),
    }
    return render(request, "members/settings_privacy.html", context)


@access(Rule.MEMBER, while_suspended=True)
@require_POST
def consent_change(request):
    """One press: yes or no to one purpose."""
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise Http404
    form.save(request.user)
    name = Purpose(form.cleaned_data["purpose"]).label
    if form.cleaned_data["granted"]:
        messages.success(request, _("Thank you. You said yes to: %(name)s.") % {"name": name})
    else:
        messages.success(request, _("Stopped: %(name)s.") % {"name": name})
    return redirect("members:settings_privacy")
