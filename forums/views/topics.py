from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.forms import MoveForm, ReplyForm, TopicForm
from forums.models import Category, Post, Topic
from peersupport.core import richtext
from peersupport.core.access import Rule, access, glance
from peersupport.core.exceptions import Refused
from peersupport.notifications.actions import mark_read_about, watch
from peersupport.notifications.models import Watch

from . import visitors
from .lists import MOST_COUNTED, say_new
from .shown import PostPage


@access(Rule.PUBLIC)
def topic_detail(request, pk, slug):
    if kept := visitors.kept_page(request, pk, slug):
        return kept
    topic = _topic_to_show(request, pk)
    if slug != topic.slug:
        return redirect(topic)  # not for good: a title may change back
    page = _page_number(request, topic)
    response = _show(request, topic, page, ReplyForm(initial=_quote(request, topic)))
    return visitors.keep_page(request, topic, response)


@access(Rule.PUBLIC)
def topic_redirect(request, pk):
    """Short links to a topic."""
    return redirect(_topic(request, pk))


@access(Rule.PARTICIPANT)
def topic_new(request, slug):
    category = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    if not rules.can_start(request.user, category):
        raise Http404
    form = TopicForm(request.POST or None)
    if request.method == "POST" and not wants_preview(request) and form.is_valid():
        try:
            return redirect(form.save(category=category, author=request.user))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    context = {"form": form, "category": category, "preview": _preview(request, form)}
    return render(request, "forums/topic_new.html", context, status=_status(request, form))


@access(Rule.PARTICIPANT)
@require_POST
def topic_reply(request, pk):
    topic = _topic_to_show(request, pk)
    form = ReplyForm(request.POST)
    if not wants_preview(request) and form.is_valid():
        try:
            post = form.save(topic=topic, author=request.user)
            return redirect(topic.link_to(post.number))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    preview = _preview(request, form)
    return _show(request, topic, topic.last_page, form, preview, _status(request, form))


@access(Rule.PUBLIC)
@glance
def topic_new_replies(request, pk):
    """A link that says how many replies came since a page of a topic was drawn, if any did."""
    topics = Topic.objects.visible_to(request.user).only("slug", "last_number")
    topic = get_object_or_404(topics, pk=pk)
    after = request.GET.get("after", "0")
    if not _is_number(after):
        raise Http404
    number = int(after)
    count = 0
    if topic.last_number > number:
        posts = Post.objects.filter(topic=topic, number__gt=number, standing="visible")
        count = posts[: MOST_COUNTED + 1].count()
    return say_new(request, count, what="replies", url=topic.permalink(number + 1))


@access(Rule.MEMBER)
@require_POST
def topic_watch(request, pk):
    """Follow, mute, or neither."""
    topic = _topic(request, pk)
    level = request.POST.get("level", "")
    if level not in {str(value) for value in Watch.Level.values}:
        raise Http404
    watch(request.user, topic, level=Watch.Level(int(level)))
    if not request.htmx:
        return redirect(topic)
    context = {"watch_url": request.path, "watch_level": int(level)}
    return render(request, "watch.html", context, using="fast")


@access(Rule.PARTICIPANT)
@require_POST
def topic_answer(request, pk, number):
    """Mark a post as the answer; number 0 takes the mark away."""
    topic = _topic(request, pk)
    post = get_object_or_404(topic.posts, number=number) if number else None
    return _do(request, topic, actions.mark_answer, post=post, at=post)


@access(Rule.PARTICIPANT)
@require_POST
def topic_lock(request, pk):
    topic = _topic(request, pk)
    return _do(request, topic, actions.lock, locked=request.POST.get("locked") == "1")


@access(Rule.PARTICIPANT)
@require_POST
def topic_pin(request, pk):
    topic = _topic(request, pk)
    return _do(request, topic, actions.pin, pinned=request.POST.get("pinned") == "1")


@access(Rule.PARTICIPANT)
def topic_move(request, pk):
    topic = _topic(request, pk)
    if not rules.can_manage(request.user, topic.category):
        raise Http404
    form = MoveForm(request.POST or None, mover=request.user, topic=topic)
    if request.method == "POST" and form.is_valid():
        return _do(request, topic, actions.move, to=form.cleaned_data["category"])
    context = {"form": form, "topic": topic}
    return render(request, "forums/topic_move.html", context, status=_status(request, form))


def _topic(request, pk):
    """A topic the person may not see does not exist for them."""
    topics = Topic.objects.visible_to(request.user).select_related("category")
    return get_object_or_404(topics, pk=pk)


def _topic_to_show(request, pk):
    """The same, with the way up from it."""
    topics = Topic.objects.visible_to(request.user).select_related("category__parent")
    return get_object_or_404(topics, pk=pk)


def _page_number(request, topic):
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not 1 <= page <= topic.last_page:
        raise Http404
    return page


def _show(request, topic, page, form, preview="", status=200):
    """One page of a topic with its composer."""
    member = request.user
    posts = list(Post.objects.on_page(topic, page))
    reading = Topic.objects.reading_of(member, topic)
    read = reading.read
    if member.is_authenticated and posts and posts[-1].number > read:
        actions.mark_read(topic, member=member, number=posts[-1].number)
        mark_read_about(member, posts)
    deeds = reverse("forums:topic_redirect", args=[topic.pk]) + "-/"
    moderates = rules.can_manage(member, topic.category)
    context = {
        "topic": topic, "posts": PostPage(topic, member, reading).show(posts), "page": page,
        "form": form, "preview": preview,
        "can_reply": rules.can_reply(member, topic),
        "reply_url": f"{deeds}reply/",
        "reply_to": form["reply_to"].value() or "",
        "reply_to_name": _name_of(posts, form["reply_to"].value()),
        "new_count": topic.last_number - read,
        "read_so_far": max(read, posts[-1].number if posts else 0),
        "new_url": f"{deeds}new/?after={topic.last_number}" if page == topic.last_page else "",
        "jumps": _jumps(topic, read, posts),
        "place": topic.category.group_id and topic.category.place_of(member),
        "watch_level": reading.level,
        "watch_url": f"{deeds}watch/" if member.is_authenticated else "",
        "moderate": {verb: f"{deeds}{verb}/" for verb in ("lock", "pin", "move")} if moderates else {},
    }  # fmt: skip
    return render(request, "forums/topic_detail.html", context, status=status)


def _jumps(topic, read, posts):
    """Links to the places in a topic that people look for."""
    places = [(_("First post"), 1, "")]
    if topic.answer_id:
        places.append((_("Answer"), _number_of_answer(topic, posts), ""))
    if 0 < read < topic.last_number:
        places.append((_("First unread"), read + 1, "u"))
    places.append((_("Latest"), topic.last_number, ""))
    return [
        {"label": label, "number": number, "key": key, "url": topic.link_to(number)}
        for label, number, key in places
    ]


def _number_of_answer(topic, posts):
    """Most often it stands on this page; else it is looked up."""
    here = [post.number for post in posts if post.pk == topic.answer_id]
    return here[0] if here else topic.answer.number


def _name_of(posts, number):
    """The name of who wrote a post on this page, for "Reply to post 3 by …"."""
    names = {str(post.number): post.author.display_name for post in posts}
    return names.get(str(number), "")


def wants_preview(request):
    return request.POST.get("preview") == "1"


def _quote(request, topic):
    """`?quote=3` puts what post 3 says into the reply; `?reply_to=3` only answers it."""
    number = request.GET.get("quote", "")
    reply_to = request.GET.get("reply_to", number)
    initial = {"reply_to": reply_to} if _is_number(reply_to) else {}
    if _is_number(number) and request.user.is_authenticated:
        posts = Post.objects.visible_to(request.user).select_related("author")
        post = posts.filter(topic=topic, number=number).first()
        if post:
            initial["body"] = richtext.quotation(
                post.body if post.is_markdown else richtext.plain(post.html), who=post.author.display_name, number=post.number,
                link=topic.permalink(post.number),
            )  # fmt: skip
    return initial


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 10


def _preview(request, form):
    """What the text will look like, rendered exactly as a post is."""
    if not wants_preview(request):
        return ""
    form.full_clean()
    body = form.cleaned_data.get("body", "")
    return actions.render_post(body, author=request.user) if body else ""


def _status(request, form):
    if wants_preview(request) and not form.errors:
        return 200
    return 422 if request.method == "POST" else 200


def _do(request, topic, action, at=None, **how):
    """Call an action for this person; a refusal is said on the page they come back to."""
    try:
        action(topic, by=request.user, **how)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect(topic.link_to(at.number) if at else topic)
