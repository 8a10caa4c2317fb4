from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.forms import EditForm
from forums.models import Reaction
from moderation.actions import take_up
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Conflict, Refused
from peersupport.core.richtext import MAX_LENGTH

from .finding import find_post
from .mentions import mentions_in
from .nudging import nudge_for
from .previewing import wants_preview
from .shown import given_reactions, reaction_choices, reaction_words


@access(Rule.PUBLIC)
def post_detail(request, pk, slug, number):
    """A permanent link: leads to the page on which the post stands now."""
    post = find_post(request, pk, number, of_any_standing=True)
    return redirect(post.topic.link_to(post.number))


@access(Rule.PARTICIPANT)
def post_edit(request, pk, number):
    post = find_post(request, pk, number)
    topic = post.topic
    if not rules.can_edit(request.user, post, topic):
        raise Http404
    form = EditForm(
        request.POST or None, request.FILES or None, post=post, topic=topic, editor=request.user
    )
    context = {"form": form, "post": post, "topic": topic, "mentions": mentions_in(topic)}
    if request.method == "POST" and form.is_valid():
        if wants_preview(request):
            body = form.cleaned_data.get("body", "")
            context["preview"] = actions.render_post(body, author=post.author)
            return render(request, "forums/post_edit.html", context)
        context["nudge"] = nudge_for(
            request, form, topic.category, before=f"{topic.title}\n\n{post.body}"
        )
        try:
            if not context["nudge"]:
                post = form.save()
                return redirect(post.topic.link_to(post.number))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
        except Conflict as conflict:
            return _conflict(request, context, conflict.current)
    status = 422 if form.errors or context.get("nudge") else 200
    return render(request, "forums/post_edit.html", context, status=status)


def _conflict(request, context, current):
    """Both texts, side by side; the one that was typed is in the form, ready to be sent again."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    data["attached"] = context["form"].attached_ids
    form = EditForm(data, post=current, topic=current.topic, editor=request.user)
    context = context | {"form": form, "current": current}
    return render(request, "forums/post_conflict.html", context, status=409)


@access(Rule.PARTICIPANT)
def post_delete(request, pk, number):
    """A page that names what goes, then the deed. Others' words go by a decision, with reasons."""
    post = find_post(request, pk, number)
    if not rules.can_delete(request.user, post, post.topic):
        raise Http404
    is_own = rules.is_author(request.user, post, post.topic)
    if request.method == "POST":
        try:
            if not is_own:
                return redirect(take_up(post, by=request.user))
            topic = actions.delete(post, by=request.user).topic
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(post)
        messages.success(request, _("The post is deleted."))
        return redirect(topic.category if topic.is_gone else topic.link_to(post.number))
    context = {"post": post, "topic": post.topic, "is_own": is_own}
    return render(request, "forums/post_delete.html", context)


@access(Rule.PARTICIPANT)
def post_react(request, pk, number):
    """The four words to choose from; a word that is sent is given, or taken back."""
    post = find_post(request, pk, number)
    if not rules.can_react(request.user, post, post.topic):
        raise Http404
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in Reaction.Kind.values:
            raise Http404
        try:
            post = actions.react(post, member=request.user, kind=kind)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(post)
        if not request.htmx:
            return redirect(post.topic.link_to(post.number))
    choices = reaction_choices(post, given_reactions([post], request.user), reaction_words())
    shown = {"pk": post.pk, "number": number, "reactions": choices, "react_url": request.path}
    context = {"post": shown, "choosing": request.method == "GET"}
    if request.htmx:
        return render(request, "reactions.html", context, using="fast")
    return render(request, "forums/post_react.html", context | {"topic": post.topic, "text": post})


@access(Rule.PARTICIPANT)
@require_POST
def post_preview(request):
    """A text as a post would show it, for the composer's preview."""
    body = request.POST.get("body", "").replace("\r\n", "\n")
    if len(body) > MAX_LENGTH:
        return HttpResponse(_("This is too long for one post."), status=422)
    return render(
        request, "forums/_preview.html", {"preview": actions.render_post(body, author=request.user)}
    )
