from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from peersupport.core.access import Rule, access
from peersupport.core.devmail import messages_in
from peersupport.members.models import Member

from . import actions
from .models import Kind, MailOptOut, Notice
from .querysets import of_interest_to

ON_PAGE = 30
# Nobody chooses: their letters always come, or never.
UNPOSTED = {Kind.ACCOUNT, Kind.UPKEEP, Kind.SAFETY, Kind.DIGEST, Kind.AWAY, Kind.THANKS}


@access(Rule.MEMBER)
def notice_list(request):
    """What happened that concerns this person; what they may no longer see is left out."""
    notices = (
        Notice.objects.visible_to(request.user).beside_messages().select_related("activity__actor")
    )
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        notices = notices.filter(pk__lt=before)
    rows = list(notices[: ON_PAGE + 1])
    older = rows[ON_PAGE - 1].pk if len(rows) > ON_PAGE else ""
    context = {"notices": with_targets(rows[:ON_PAGE], request.user), "older": older}
    opted_out = MailOptOut.objects.filter(member=request.user).values_list("kind", flat=True)
    context["kinds"] = [(kind, kind not in set(opted_out)) for kind in Kind if kind not in UNPOSTED]
    return render(request, "notifications/notice_list.html", context)


@access(Rule.MEMBER)
def notice_detail(request, pk):
    """Go to what a notice is about, and count it as read."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    shown = with_targets([notice], request.user)
    actions.mark_read(request.user, notices=Notice.objects.filter(pk=pk))
    if not shown:
        raise Http404
    return redirect(notice.shown)


@access(Rule.MEMBER)
@require_POST
def notice_read_all(request):
    actions.mark_read(request.user, notices=Notice.objects.beside_messages())
    return redirect("notifications:notice_list")


@access(Rule.MEMBER)
@require_POST
def letter_choice(request):
    """Turn a kind of letter on or off."""
    kind = request.POST.get("kind")
    if kind not in Kind.values or kind in UNPOSTED:
        raise Http404
    actions.choose_letters(request.user, kind=Kind(kind), wanted=request.POST.get("wanted") == "1")
    return redirect("notifications:notice_list")


@csrf_exempt  # RFC 8058: the mailbox provider posts here, without a session or a token of ours
@access(Rule.PUBLIC, while_suspended=True)
def letter_unsubscribe(request, token):
    """Stop a kind of letter from a link in it, without signing in; and turn it on again."""
    try:
        member_id, kind = actions.read_unsubscribe_token(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    member = get_object_or_404(Member, pk=member_id)
    if request.method == "POST":
        actions.choose_letters(member, kind=kind, wanted=request.POST.get("wanted") == "1")
    wants = not MailOptOut.objects.filter(member=member, kind=kind).exists()
    context = {"kind": kind, "wants": wants, "token": token, "done": request.method == "POST"}
    return render(request, "notifications/letter_unsubscribe.html", context)


@access(Rule.DEMO, while_suspended=True)
def dev_mail(request):
    """The demo's letters, newest first."""
    return render(request, "notifications/dev_mail.html", {"mails": messages_in()})


def with_targets(notices, member):
    """Give each notice the thing it is about as `shown`; drop those the member may not see, or leaves out."""
    wanted = {}
    for notice in notices:
        wanted.setdefault(notice.target_type_id, set()).add(notice.target_id)
    found = {}
    for type_id, ids in wanted.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        rows = of_interest_to(member, model).filter(pk__in=ids)
        found |= {(type_id, row.pk): row for row in rows.for_notice()}
    for notice in notices:
        notice.shown = found.get((notice.target_type_id, notice.target_id))
    return [notice for notice in notices if notice.shown]
