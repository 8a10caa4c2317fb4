"""Posts that somebody keeps for later."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions
from forums.forms import BookmarkForm
from forums.models import Bookmark, Post
from peersupport.core.access import Rule, access
from peersupport.core.exceptions import Refused

ON_PAGE = 20


@access(Rule.MEMBER)
def bookmark_list(request):
    """One's bookmarks, the latest first. Of a post that is gone only one's own note is left."""
    bookmarks = Bookmark.objects.visible_to(request.user).order_by("-id")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        bookmarks = bookmarks.filter(pk__lt=int(before))
    rows = list(bookmarks[: ON_PAGE + 1])
    older = rows[ON_PAGE - 1].pk if len(rows) > ON_PAGE else ""
    rows = rows[:ON_PAGE]
    posts = Post.objects.visible_to(request.user).for_notice()
    readable = posts.in_bulk([row.post_id for row in rows])
    for row in rows:
        row.shown = readable.get(row.post_id)
    context = {"bookmarks": rows, "older": older, "is_first": not before}
    return render(request, "forums/bookmark_list.html", context)


@access(Rule.MEMBER)
def post_bookmark(request, pk, number):
    """Keep a post with a note and a reminder, change them, or keep it no longer."""
    posts = Post.objects.visible_to(request.user).select_related("topic__category", "author")
    post = get_object_or_404(posts, topic=pk, number=number)
    kept = Bookmark.objects.visible_to(request.user).filter(post=post).first()
    if request.method == "POST" and request.POST.get("drop") == "1":
        actions.drop_bookmark(post, member=request.user)
        messages.success(request, _("The bookmark is gone."))
        return redirect(post)
    form = BookmarkForm(request.POST or None, bookmark=kept)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(post=post, member=request.user)
            messages.success(request, _("Kept. You find it under Bookmarks."))
            return redirect(post)
        except Refused as refusal:
            form.add_error(None, refusal.shown)
    status = 422 if form.errors else 200
    context = {"form": form, "post": post, "topic": post.topic, "kept": kept}
    return render(request, "forums/post_bookmark.html", context, status=status)


@access(Rule.MEMBER)
@require_POST
def bookmark_drop(request, pk):
    """Take away a bookmark whose post may be gone."""
    kept = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=pk)
    actions.drop_bookmark(kept.post_id, member=request.user)
    return redirect("forums:bookmark_list")
