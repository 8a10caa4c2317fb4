from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.forms import ReplyForm, TopicForm
from forums.models import TITLE_LENGTH, Category, Draft, Post, Topic
from forums.querysets import PAGE, level_of
from forums.search.alike import similar_topics
from peersupport.core import richtext
from peersupport.core.access import Rule, access, glance
from peersupport.core.exceptions import Refused
from peersupport.notifications.actions import mark_read_about
from peersupport.notifications.models import Watch

from . import visitors
from .anonymous import as_others_see, hiding_in, keep_quiet, read_up_to
from .drafting import answer, kept_open, opened, save_typed, wants_saving
from .finding import find_topic
from .hiding import level_sent
from .lines import lines_on_page, with_lines
from .lists import MOST_COUNTED, say_new
from .mentions import mentions_in
from .nudging import nudge_for
from .polls import shown_poll
from .running import do, verbs_for
from .shown import PostPage
from .slow_mode import slow_mode


@access(Rule.PUBLIC)
def topic_detail(request, pk, slug):
    if kept := visitors.kept_page(request, pk, slug):
        return kept
    topic = find_topic(request, pk, up="category__parent")
    if slug != topic.slug or pk != topic.pk:
        return redirect(topic)  # not for good: a title may change back
    page = _page_number(request, topic)
    response = _show(request, topic, page)
    if topic.names_others:  # what it names may be closed to visitors in a moment
        return response
    return visitors.keep_page(request, topic, response)


@access(Rule.PUBLIC)
def topic_redirect(request, pk):
    """Short links to a topic."""
    return redirect(find_topic(request, pk))


@access(Rule.PARTICIPANT)
def topic_new(request, slug):
    category = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    keep_quiet(request, category)
    if not rules.can_start(request.user, category):
        raise Http404
    if request.method == "GET" or wants_saving(request):
        return _begin(request, category)
    form = _topic_form(request, category, request.POST, request.FILES)
    context = {"category": category, "desk": kept_open(request)}
    if not wants_preview(request) and form.is_valid():
        context["nudge"] = nudge_for(request, form, category)
        try:
            if not context["nudge"]:
                return redirect(form.save(category=category, author=request.user))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    preview = _preview(request, form)
    context |= {"form": form, "preview": preview, "unnamed": _unnamed(form, preview)}
    context["slow"] = slow_mode(request.user, category)
    if preview:  # with JavaScript they come while the title is typed
        context["similar"] = similar_topics(form["title"].value() or "", request.user)
    return render(request, "forums/topic_new.html", context, status=_status(request, form))


def _topic_form(request, category, *sent, **how):
    hiding = hiding_in(request.user, category)
    return TopicForm(*sent, hiding=hiding, owner=request.user, **how)


def _reply_form(request, topic, *sent, **how):
    return ReplyForm(*sent, hiding=_hiding(request, topic), owner=request.user, **how)


def _begin(request, category):
    """A new topic with what was begun of it, or with what is kept for later just now."""
    if wants_saving(request):
        desk = save_typed(request, category, TopicForm(request.POST))
        if response := answer(request, desk, to=request.path):
            return response
    else:
        desk = opened(Draft.objects.visible_to(request.user).at(category=category).first())
    title = request.GET.get("title", "").replace("\x00", "")[:TITLE_LENGTH]
    begun = {"title": title, "body": category.template} | desk.words
    form = _topic_form(request, category, initial=begun)
    context = {"form": form, "category": category, "desk": desk}
    context["slow"] = slow_mode(request.user, category)
    if title:
        context["similar"] = similar_topics(title, request.user)
    return render(request, "forums/topic_new.html", context, status=desk.status)


@access(Rule.PARTICIPANT)
@require_POST
def topic_reply(request, pk):
    topic = find_topic(request, pk, up="category__parent")
    form = _reply_form(request, topic, request.POST, request.FILES)
    more = {"desk": kept_open(request)}
    if wants_saving(request):
        return _keep_reply(request, topic, form)
    if not wants_preview(request) and form.is_valid():
        more["nudge"] = nudge_for(request, form, topic.category)
        try:
            if not more["nudge"]:
                post = form.save(topic=topic, author=request.user)
                return redirect(topic.link_to(post.number))
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    preview = _preview(request, form)
    return _show(request, topic, topic.last_page, form, preview, _status(request, form), **more)


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
    topic = find_topic(request, pk)
    level = level_sent(request)
    actions.choose_level(topic, member=request.user, level=level)
    if not request.htmx:
        return redirect(topic)
    context = {"watch_url": request.path, "watch_level": level.value}
    return render(request, "watch.html", context, using="fast")


@access(Rule.PARTICIPANT)
@require_POST
def topic_answer(request, pk, number):
    """Mark a post as the answer; number 0 takes the mark away."""
    topic = find_topic(request, pk)
    post = get_object_or_404(topic.posts, number=number) if number else None
    return do(request, topic, actions.mark_answer, post=post, at=post)


def _page_number(request, topic):
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
    if not 1 <= page <= topic.last_page:
        raise Http404
    return page


def _keep_reply(request, topic, form):
    """A reply kept for later, also in a topic that was closed while it was written."""
    desk = save_typed(request, topic, form)
    page = topic.link_to(topic.last_number).partition("#")[0]
    if response := answer(request, desk, to=f"{page}#reply"):
        return response
    form = _reply_form(request, topic, initial=desk.words)
    return _show(request, topic, topic.last_page, form, status=desk.status, desk=desk)


def _begun(request, topic, draft_id):
    """The reply that a member has begun, and the form with it; what they quote comes after it."""
    drafts = Draft.objects.visible_to(request.user)
    desk = opened(drafts.filter(pk=draft_id).first() if draft_id else None)
    quoted = _quote(request, topic)
    bodies = [desk.words.get("body", "").rstrip(), quoted.get("body", "")]
    words = desk.words | quoted | {"body": "\n\n".join(filter(None, bodies))}
    return _reply_form(request, topic, initial=words), desk


def _show(request, topic, page, form=None, preview="", status=200, *, desk=None, nudge=None):
    """One page of a topic with its composer."""
    member = request.user
    posts = list(Post.objects.on_page(topic, page))
    reading = Topic.objects.reading_of(member, topic, posts)
    if form is None:
        form, desk = _begun(request, topic, reading.draft_id)
    read = reading.read
    seen = min(page * PAGE, topic.last_number)  # behind the last post there may be moved ones
    seen = read_up_to(member, topic, posts, seen)
    if member.is_authenticated and seen > read:
        actions.mark_read(topic, member=member, number=seen)
        mark_read_about(member, posts)
    deeds = reverse("forums:topic_redirect", args=[topic.pk]) + "-/"
    lines = lines_on_page(topic, page, member) if topic.has_lines else []
    seen_by = PostPage(topic, member, reading)
    shown, last_lines = with_lines(seen_by.show(posts), lines)
    topic.names_others = bool(seen_by.elsewhere) or any(line.url for line in lines)
    can_reply = rules.can_reply(member, topic)
    first = posts[0] if posts and posts[0].number == 1 and not posts[0].is_gone else None
    apart = reading.blocked | reading.muted  # a poll is its author's words, folded with their post
    has_poll = topic.has_poll and first is not None and first.author_id not in apart
    context = {
        "topic": topic, "posts": shown, "last_lines": last_lines, "page": page,
        "poll": shown_poll(topic, member) if has_poll else None, "deeds": deeds,
        "slow": slow_mode(member, topic.category, topic) if can_reply else None,
        "form": form, "preview": preview, "desk": desk, "nudge": nudge,
        "unnamed": _unnamed(form, preview, topic),
        "can_reply": can_reply,
        "reply_url": f"{deeds}reply/",
        "reply_to": form["reply_to"].value() or "",
        "reply_to_name": _name_of(posts, form["reply_to"].value()),
        "new_count": topic.last_number - read,
        "read_so_far": max(read, seen),
        "new_url": f"{deeds}new/?after={topic.last_number}" if page == topic.last_page else "",
        "jumps": _jumps(topic, read, posts),
        "place": topic.category.group_id and topic.category.place_of(member),
        "mentions": mentions_in(topic),
        "watch_level": reading.level,
        "left_out": _left_out(topic, reading, member),
        "watch_url": f"{deeds}watch/" if member.is_authenticated else "",
        "tags_url": f"{deeds}tags/" if rules.can_tag(member, topic) else "",
        "moderate": {verb: f"{deeds}{verb}/" for verb in verbs_for(member, topic)},
    }  # fmt: skip
    return render(request, "forums/topic_detail.html", context, status=status)


def _left_out(topic, reading, member):
    """Why lists leave this topic out for this person, who came by its address; else nothing."""
    if level_of(reading.level, reading.place_level) == Watch.Level.MUTED:
        if reading.level is None:
            return _("You muted this category, so its topics are in none of your lists.")
        return _("You muted this topic, so it is in none of your lists.")
    if topic.author_id == member.pk or not member.is_authenticated:
        return ""
    if topic.note in member.hidden_notes or set(topic.tag_names) & set(member.hidden_tags):
        return _("It touches on a theme that you leave out, so it is in none of your lists.")
    return ""


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


def _hiding(request, topic):
    """Whether and how one can reply here without one's name."""
    if not rules.can_reply(request.user, topic):
        return None
    return hiding_in(request.user, topic.category, topic)


def _unnamed(form, preview, topic=None):
    """The previewed text as a post without a name, where that was ticked."""
    if not preview or not form.hiding or not form.cleaned_data.get("anonymous"):
        return []
    reply_to = form.cleaned_data.get("reply_to")
    return as_others_see(preview, form.hiding, topic, reply_to)


def wants_preview(request):
    """The page comes back before anything is posted: to look at it, or with files attached."""
    return "1" in (request.POST.get("preview"), request.POST.get("attach"))


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
                link=topic.permalink(post.number), note=post.note_theme,
            )  # fmt: skip
            initial |= {"note": post.note, "note_words": post.note_words}
    return initial


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 10


def _preview(request, form):
    """What the text will look like, rendered exactly as a post is."""
    if not wants_preview(request):
        return ""
    form.full_clean()
    body = form.cleaned_data.get("body", "")
    author = None if form.cleaned_data.get("anonymous") else request.user
    return actions.render_post(body, author=author) if body else ""


def _status(request, form):
    if wants_preview(request) and not form.errors:
        return 200
    return 422 if request.method == "POST" else 200
