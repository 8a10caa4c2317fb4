"""What a post said before, and putting it back."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forums import actions, rules
from forums.forms import RestoreForm
from forums.models import PostRevision
from peersupport.core.access import Rule, access
from peersupport.core.diff import Change, changes
from peersupport.core.exceptions import Conflict, Refused
from peersupport.members.models import Member
from peersupport.notifications.actions import mark_read_about

from .finding import find_post


@dataclass
class Version:
    """What a post said for a while, who wrote it so and why."""

    number: int
    by: Member
    at: datetime
    reason: str
    body: str
    title: str
    note: str = ""
    files: list[dict] = field(default_factory=list)
    is_first: bool = False
    is_current: bool = False


@access(Rule.PUBLIC)
def post_history(request, pk, number):
    """What a post said before each edit, for everybody who may read it.

    Of a post that a moderator hid: for its author, and for who moderates there, which goes on record.
    """
    post = find_post(request, pk, number, of_any_standing=True)
    if not rules.can_read_history(request.user, post, post.topic):
        raise Http404
    if post.is_gone and not rules.is_author(request.user, post, post.topic):
        actions.note_look(post, by=request.user)
    revisions = list(post.revisions.select_related("editor"))
    if revisions and rules.is_author(request.user, post, post.topic):
        mark_read_about(request.user, revisions)
    versions = versions_of(post, revisions)
    newer = _chosen(request, "to", len(versions), of=len(versions))
    older = _chosen(request, "from", max(newer - 1, 1), of=len(versions))
    before, after = versions[min(older, newer) - 1], versions[max(older, newer) - 1]
    context = {
        "post": post, "topic": post.topic, "versions": versions[::-1],
        "before": before, "after": after,
        "changes": changes(before.body, after.body),
        "note_changes": before.note != after.note and changes(before.note, after.note),
        "title_changes": before.title != after.title and changes(before.title, after.title),
        "file_changes": file_changes(before.files, after.files),
        "may_restore": rules.can_edit(request.user, post, post.topic),
    }  # fmt: skip
    return render(request, "forums/post_history.html", context)


@access(Rule.PARTICIPANT)
def post_restore(request, pk, number):
    """Show an earlier version (`?from=2`, else the last one) and let the post say it again."""
    post = find_post(request, pk, number)
    if not rules.can_edit(request.user, post, post.topic):
        raise Http404
    revisions = list(post.revisions.all())
    place = _chosen(request, "from", len(revisions), of=len(revisions))
    if not place:
        raise Http404
    revision = revisions[place - 1]
    revision.post = post
    form = RestoreForm(request.POST or None, revision=revision, editor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.save())
        except Refused as refusal:
            form.add_error(None, refusal.shown)
        except Conflict:
            form.add_error(None, _("Somebody changed the post just now. Look at it again first."))
    context = {"form": form, "post": post, "topic": post.topic, "revision": revision}
    context |= {"number": place, "changes": changes(post.body, revision.body)}
    return render(request, "forums/post_restore.html", context, status=422 if form.errors else 200)


def versions_of(post, revisions: list[PostRevision]) -> list[Version]:
    """The versions of a post, the first one first. A revision holds what was there before it."""
    texts = [(each.body, each.title, each.note_text, each.files) for each in revisions]
    title = post.topic.title if post.number == 1 else ""
    texts.append((post.body, title, post.note_text, post.files))
    made = [(post.author, post.posted_at, "")]
    made += [(revision.editor, revision.edited_at, revision.reason) for revision in revisions]
    versions = [
        Version(number, *how, *text)
        for number, (how, text) in enumerate(zip(made, texts, strict=True), start=1)
    ]
    versions[0].is_first, versions[-1].is_current = True, True
    return versions


def file_changes(before: list[dict], after: list[dict]) -> list[Change]:
    """Which files were taken away and which added, by name; those that stayed are left out."""
    had, has = ({each["id"] for each in files} for files in (before, after))
    gone = [Change("removed", each["name"]) for each in before if each["id"] not in has]
    return gone + [Change("added", each["name"]) for each in after if each["id"] not in had]


def _chosen(request, name, otherwise, *, of):
    """The number of a version as the address names it."""
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return number if 1 <= number <= of else otherwise
