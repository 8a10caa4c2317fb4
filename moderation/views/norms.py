from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from moderation.forms import AgreeForm
from moderation.models import Norm, NormRule
from peersupport.core.access import Rule, access
from peersupport.members.models import PolicyDocument


@access(Rule.PUBLIC)
def norms_detail(request):
    """The norms in force, each rule with an example, and what happens when one is broken."""
    context = {"norm": _norm_in_force(), "rules": NormRule.objects.all()}
    return render(request, "moderation/norms_detail.html", context)


@access(Rule.MEMBER)
def norms_accept(request):
    """Norms, terms and privacy notice with one yes: after sign-up, and again when they change."""
    member, norm = request.user, Norm.objects.exclude(published_at=None).first()
    in_force = list(PolicyDocument.objects.in_force())
    if norm is None and not in_force:
        raise Http404
    policies = [document for document in in_force if not member.has_agreed_to(document)]
    is_asked = norm is not None and member.norms_version < norm.version
    form = AgreeForm(request.POST or None, norm=norm if is_asked else None, policies=policies)
    if request.method == "POST" and form.is_valid():
        form.save(member=member)
        return redirect(_next(request))
    context = {
        "norm": norm, "norm_is_asked": is_asked, "policies": policies, "form": form,
        "news": PolicyDocument.objects.news_for(member), "next": _next(request),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "moderation/norms_accept.html", context, status=status)


def _norm_in_force():
    return get_object_or_404(Norm.objects.exclude(published_at=None)[:1])


def _next(request):
    """Where the person wanted to go, if that is on this site."""
    address = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours and address.startswith("/") else "/"
