"""One page of a topic, with its composer."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from forums import actions, rules
from forums.forms import ReplyForm
from forums.models import Draft, Post, Topic
from forums.querysets import PAGE, level_of
from peersupport.core import richtext
from peersupport.notifications.actions import mark_read_about
from peersupport.notifications.models import Watch

from .anonymous import hiding_in, read_up_to
from .drafting import opened
from .lines import lines_on_page, with_lines
from .mentions import mentions_in
from .polls import shown_polls, with_polls
from .previewing import unnamed
from .running import verbs_for
from .shown import PostPage
from .slow_mode import slow_mode


def show_topic(request, topic, page, form=None, preview="", status=200, *, desk=None, nudge=None):
    """One page of a topic with its composer."""
    member = request.user
    posts = list(Post.objects.on_page(topic, page))
    reading = Topic.objects.reading_of(member, topic, posts)
    if form is None:
        form, desk = _begun(request, topic, reading.draft_id)
    read = reading.read
    seen = _read(topic, page, member, reading, posts)
    deeds = _deeds(topic)
    lines = lines_on_page(topic, page, member) if topic.has_lines else []
    seen_by = PostPage(topic, member, reading)
    shown, last_lines = with_lines(seen_by.show(posts), lines)
    topic.names_others = bool(seen_by.elsewhere) or any(line.url for line in lines)
    can_reply = rules.can_reply(member, topic)
    apart = reading.blocked | reading.muted  # a poll is its author's words, folded with their post
    polls = shown_polls(topic, [p for p in posts if p.author_id not in apart], member)
    context = {
        "topic": topic, "posts": shown, "last_lines": last_lines, "page": page,
        "parts": with_polls(shown, polls), "deeds": deeds,
        "slow": slow_mode(member, topic.category, topic) if can_reply else None,
        "form": form, "preview": preview, "desk": desk, "nudge": nudge,
        "unnamed": unnamed(form, preview, topic),
        "can_reply": can_reply,
        "reply_url": f"{deeds}reply/",
        "reply_to": form["reply_to"].value() or "",
        "reply_to_name": _name_of(posts, form["reply_to"].value()),
        "new_count": topic.last_number - read,
        "read_so_far": max(read, seen),
        "new_url": _asks_for_more(topic, last_lines) if page == topic.last_page else "",
        "jumps": _jumps(topic, read, posts),
        "place": topic.category.group_id and topic.category.place_of(member),
        "mentions": mentions_in(topic),
        "watch_level": reading.level,
        "left_out": _left_out(topic, reading, member),
        "watch_url": f"{deeds}watch/" if member.is_authenticated else "",
        "report_url": _report_url(topic, member, seen_by.own),
        "tags_url": f"{deeds}tags/" if rules.can_tag(member, topic) else "",
        "moderate": {verb: f"{deeds}{verb}/" for verb in verbs_for(member, topic)},
    }  # fmt: skip
    return render(request, "forums/topic_detail.html", context, status=status)


def _report_url(topic, member, own):
    """Where one tells staff about a topic that is somebody else's, also without a name."""
    if not member.is_authenticated or topic.author_id in {member.pk, own}:
        return ""
    return reverse("moderation:report_new", args=["forums.topic", topic.pk])


def show_new(request, topic, after, lines_before):
    """The posts of a topic behind number `after`, to be put below those that a page shows already.

    Only those of the same page; for what stands on the next ones there is a link. `lines_before`
    is how many moderators' lines the page shows behind its last post.
    """
    page, member = max(after - 1, 0) // PAGE + 1, request.user
    posts = list(Post.objects.on_page(topic, page))
    reading = Topic.objects.reading_of(member, topic, posts)
    _read(topic, page, member, reading, posts)
    lines = lines_on_page(topic, page, member) if topic.has_lines else []
    shown, last_lines = with_lines(PostPage(topic, member, reading).show(posts), lines)
    fresh = [post for post in shown if post.number > after]
    if fresh:
        fresh[0].lines = fresh[0].lines[lines_before:]
        fresh[0].begins_unread = False  # the divider that comes with them says it
    else:
        last_lines = last_lines[lines_before:]
    beyond = max(topic.last_number - page * PAGE, 0)
    context = {
        "posts": fresh, "last_lines": last_lines, "can_reply": rules.can_reply(member, topic),
        "count": sum(not post.is_gone for post in fresh), "beyond": beyond,
        "beyond_url": topic.link_to(page * PAGE + 1) if beyond else "",
        "new_url": _asks_for_more(topic, last_lines),
        "calm": member.is_authenticated and member.calm_mode,
    }  # fmt: skip
    return render(request, "forums/_new_replies.html", context)


def _read(topic, page, member, reading, posts):
    """The posts of a page are read from now on. Returns up to which number that is."""
    seen = min(page * PAGE, topic.last_number)  # behind the last post there may be moved ones
    seen = read_up_to(member, topic, posts, seen)
    if member.is_authenticated and seen > reading.read:
        actions.mark_read(topic, member=member, number=seen)
        mark_read_about(member, posts)
    return seen


def _deeds(topic):
    return reverse("forums:topic_redirect", args=[topic.pk]) + "-/"


def _asks_for_more(topic, last_lines):
    """Where a page asks whether something came behind what it shows."""
    lines = f"&lines={len(last_lines)}" if last_lines else ""
    return f"{_deeds(topic)}new/?after={topic.last_number}{lines}"


def reply_form(request, topic, *sent, **how):
    return ReplyForm(*sent, hiding=_hiding(request, topic), owner=request.user, **how)


def _hiding(request, topic):
    """Whether and how one can reply here without one's name."""
    if not rules.can_reply(request.user, topic):
        return None
    return hiding_in(request.user, topic.category, topic)


def _begun(request, topic, draft_id):
    """The reply that a member has begun, and the form with it; what they quote comes after it."""
    drafts = Draft.objects.visible_to(request.user)
    desk = opened(drafts.filter(pk=draft_id).first() if draft_id else None)
    quoted = _quote(request, topic)
    bodies = [desk.words.get("body", "").rstrip(), quoted.get("body", "")]
    words = desk.words | quoted | {"body": "\n\n".join(filter(None, bodies))}
    return reply_form(request, topic, initial=words), desk


def _quote(request, topic):
    """`?quote=3` puts what post 3 says into the reply; `?reply_to=3` only answers it."""
    number = request.GET.get("quote", "")
    reply_to = request.GET.get("reply_to", number)
    initial = {"reply_to": reply_to} if is_number(reply_to) else {}
    if is_number(number) and request.user.is_authenticated:
        posts = Post.objects.visible_to(request.user).select_related("author")
        post = posts.filter(topic=topic, number=number).first()
        if post:
            initial["body"] = richtext.quotation(
                post.body if post.is_markdown else richtext.plain(post.html), who=post.author.display_name, number=post.number,
                link=topic.permalink(post.number), note=post.note_theme,
            )  # fmt: skip
            initial |= {"note": post.note, "note_words": post.note_words}
    return initial


def _name_of(posts, number):
    """The name of who wrote a post on this page, for "Reply to post 3 by …"."""
    names = {str(post.number): post.author.display_name for post in posts}
    return names.get(str(number), "")


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


def is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 10
