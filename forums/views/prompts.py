"""Prompts, for those who write them: what is planned, what runs, what is over."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import actions, rules
from forums.forms import PromptForm
from forums.models import Category, Prompt
from groups.views.shown import own_group
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

from .posts import wants_preview

MOST_OVER = 20


@access(Rule.PARTICIPANT)
def prompt_list(request, slug):
    """The prompts of one category, for those who may run them there."""
    category = _category(request, slug)
    prompts = category.prompts.select_related("author", "topic")
    states = Prompt.State
    waiting = prompts.filter(state=states.SCHEDULED).order_by("opens_at", "pk")
    ended = prompts.exclude(state__in=[states.SCHEDULED, states.OPEN])
    context = _frame(request, category) | {
        "waiting": waiting, "running": prompts.filter(state=states.OPEN).order_by("-opened_at"),
        "ended": ended.order_by("-opens_at", "-pk")[:MOST_OVER],
    }  # fmt: skip
    return render(request, "forums/prompt_list.html", context)


@access(Rule.PARTICIPANT)
def prompt_new(request, slug):
    category = _category(request, slug)
    form = PromptForm(request.POST or None, template=category.template)
    return _form_page(request, "forums/prompt_new.html", form, category)


@access(Rule.PARTICIPANT)
def prompt_detail(request, pk):
    """What others will see and when, and what became of it."""
    prompt = _prompt(request, pk)
    category = prompt.category
    context = {
        "prompt": prompt, "category": category, "zone": timezone.get_current_timezone_name(),
        "html": actions.render_post(prompt.body, author=prompt.author),
        "may_run": rules.can_run_prompts(request.user, category),
        "can_edit": rules.can_edit_prompt(request.user, prompt),
        "can_cancel": rules.can_cancel_prompt(request.user, prompt),
        "closes_at": prompt.closes_at or _planned_end(prompt),
        "unpin_at": prompt.after(prompt.pinned_days, prompt.opens_at),
    }  # fmt: skip
    return render(request, "forums/prompt_detail.html", context)


@access(Rule.PARTICIPANT)
def prompt_edit(request, pk):
    prompt = _prompt(request, pk)
    if not rules.can_edit_prompt(request.user, prompt):
        raise Http404
    form = PromptForm(request.POST or None, prompt=prompt)
    return _form_page(request, "forums/prompt_edit.html", form, prompt.category, prompt)


@access(Rule.PARTICIPANT)
def prompt_cancel(request, pk):
    """A page that names what will not open, then the deed."""
    prompt = _prompt(request, pk)
    if not rules.can_cancel_prompt(request.user, prompt):
        raise Http404
    later = Prompt.objects.filter(
        series=prompt.series, opens_at__gt=prompt.opens_at, state=Prompt.State.SCHEDULED
    )
    if request.method == "POST":
        with_later = request.POST.get("with_later") == "1"
        return _cancel(request, prompt, with_later)
    context = {"prompt": prompt, "later": later.count()}
    return render(request, "forums/prompt_cancel.html", context)


def _cancel(request, prompt, with_later):
    try:
        actions.cancel_prompt(prompt, by=request.user, with_later=with_later)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is cancelled, and will not open."))
    return redirect(prompt)


def _form_page(request, template, form, category, prompt=None):
    """Write or change a prompt: a look at it, the deed, or what is wrong."""
    preview = ""
    if request.method == "POST" and form.is_valid():
        if wants_preview(request):
            body = form.cleaned_data["body"]
            preview = actions.render_post(body, author=request.user)
        else:
            try:
                return redirect(form.save(category=category, by=request.user))
            except Refused as refusal:
                form.add_error(None, refusal.shown)
    context = {"form": form, "category": category, "prompt": prompt, "preview": preview}
    return render(request, template, context, status=422 if form.errors else 200)


def _frame(request, category):
    """What the head of the page needs; a group's pages have its own."""
    context = {"category": category, "zone": timezone.get_current_timezone_name()}
    if category.group_id:
        context |= {"shown": own_group(request, category.slug), "current": "prompts"}
    return context


def _category(request, slug):
    """A place where this person may run prompts; any other does not exist for them."""
    category = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    if not rules.can_run_prompts(request.user, category):
        raise Http404
    return category


def _prompt(request, pk):
    prompts = Prompt.objects.visible_to(request.user)
    return get_object_or_404(prompts.select_related("category", "author", "topic"), pk=pk)


def _planned_end(prompt):
    return prompt.after(prompt.open_days, prompt.opens_at) if prompt.open_days else None
