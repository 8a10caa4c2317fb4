"""Tags: all of them, one, those of a topic, and the words that wait to become one."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.forms import TagForm, TopicTagsForm
from forums.models import Tag, TagSuggestion, Topic
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused
from peersupport.core.names import tag_name
from peersupport.notifications.models import Watch

from .hiding import level_sent
from .rows import topic_page

ON_LIST = 200


@access(Rule.PUBLIC)
def tag_list(request):
    """The tags that public topics have, the most used first."""
    manages = rules.can_manage_tags(request.user)
    tags = Tag.objects.in_use() if manages else Tag.objects.public()
    waiting = TagSuggestion.objects.values("name").distinct().count() if manages else 0
    context = {"tags": tags[:ON_LIST], "manages": manages, "waiting": waiting}
    return render(request, "forums/tag_list.html", context)


@access(Rule.PUBLIC)
def tag_detail(request, name):
    """Topics with a tag; another name for it leads here."""
    tag = _tag(request, name)
    if tag.same_as or tag.name != name:
        return redirect(tag.same_as or tag)
    topics = Topic.objects.visible_to(request.user).wanted_by(request.user, in_its_place=True)
    page = topic_page(topics.filter(tag_names__contains=[tag.name]), request)
    context = {
        "tag": tag, "page": page, "topics": page.rows, "synonyms": tag.synonyms.all(),
        "manages": rules.can_manage_tags(request.user),
        "watch_level": _level(tag, request.user),
    }  # fmt: skip
    return render(request, "forums/tag_detail.html", context)


@access(Rule.PUBLIC)
def tag_options(request):
    """Options for a field of tags: what was typed, its last word completed."""
    typed = request.GET.get("tags", request.GET.get("into", ""))[:400]
    before, comma, last = typed.rpartition(",")
    begun = f"{before}{comma} ".lstrip() if comma else ""
    tags = Tag.objects.beginning_with(tag_name(last))
    options = [begun + tag.name for tag in tags]
    return render(request, "forums/_tag_options.html", {"options": options})


@access(Rule.MEMBER)
@require_POST
def tag_watch(request, name):
    """Follow a tag, leave out what has it, or neither."""
    tag = _tag(request, name)
    actions.choose_level_of_tag(tag, member=request.user, level=level_sent(request))
    if not request.htmx:
        return redirect(tag)
    context = {"watch_url": request.path, "watch_level": _level(tag, request.user), "of": "tag"}
    return render(request, "watch.html", context, using="fast")


@access(Rule.PARTICIPANT)
def tag_edit(request, name):
    """What a tag is for, and merging it into another; for who looks after tags."""
    tag = _tag(request, name)
    if not rules.can_manage_tags(request.user) or tag.same_as:
        raise Http404
    form = TagForm(request.POST or None, tag=tag)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.save(by=request.user))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    status = 422 if form.errors else 200
    return render(request, "forums/tag_edit.html", {"form": form, "tag": tag}, status=status)


@access(Rule.PARTICIPANT)
def tag_suggestions(request):
    """Words that members suggested as tags; each is taken up or left alone."""
    if not rules.can_manage_tags(request.user):
        raise Http404
    if request.method == "POST":
        name, act = request.POST.get("name", ""), request.POST.get("act")
        if act == "take" and TagSuggestion.objects.filter(name=name).exists():
            actions.take_up_tag(name, by=request.user)
            messages.success(request, _("“%(name)s” is a tag now.") % {"name": name})
        elif act == "leave":
            actions.decline_tag(name, by=request.user)
            messages.success(request, _("“%(name)s” is no tag.") % {"name": name})
        return redirect("forums:tag_suggestions")
    words = TagSuggestion.objects.values("name").annotate(topics=Count("topic")).order_by("name")
    return render(request, "forums/tag_suggestions.html", {"words": words[:ON_LIST]})


@access(Rule.PARTICIPANT)
def topic_tags(request, pk):
    """Change the tags of a topic."""
    topics = Topic.objects.visible_to(request.user).select_related("category")
    topic = get_object_or_404(topics, pk=pk)
    if not rules.can_tag(request.user, topic):
        raise Http404
    form = TopicTagsForm(request.POST or None, topic=topic)
    if request.method == "POST" and form.is_valid():
        try:
            say_suggested(request, form.save(by=request.user))
            return redirect(topic)
        except Refused as refusal:
            form.add_error("tags", refusal.shown)
    status = 422 if form.errors else 200
    return render(request, "forums/topic_tags.html", {"form": form, "topic": topic}, status=status)


def say_suggested(request, words):
    """Tell an author that words which are no tags yet wait for somebody to look at them."""
    if words:
        text = ngettext(
            "%(words)s is no tag yet. We suggested it to the moderators for you.",
            "These are no tags yet: %(words)s. We suggested them to the moderators for you.",
            len(words),
        )
        messages.info(request, text % {"words": ", ".join(words)})


def _tag(request, name):
    tags = Tag.objects.select_related("same_as")
    manages = rules.can_manage_tags(request.user)
    # A synonym has no topics any more; it is as visible as what it stands for.
    visible = tags if manages else tags.visible_to(request.user)
    tag = visible.filter(name=tag_name(name)).first()
    if tag is None:
        synonym = tags.filter(name=tag_name(name), same_as__isnull=False).first()
        if synonym and tags.visible_to(request.user).filter(pk=synonym.same_as_id).exists():
            tag = synonym
    if tag is None:
        raise Http404
    return tag


def _level(tag, member):
    """How closely somebody follows a tag; hiding its topics counts as muting it."""
    if not member.is_authenticated:
        return None
    if tag.name in member.hidden_tags:
        return Watch.Level.MUTED
    watch = Watch.objects.filter(member=member).on(tag).first()
    return watch.level if watch else None
