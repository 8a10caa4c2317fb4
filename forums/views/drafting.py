"""A draft on the page where it is written: opened, saved, or saved elsewhere meanwhile."""

import uuid
from dataclasses import dataclass, field

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forums import actions
from forums.forms import typed
from forums.models import Draft
from peersupport.core.exceptions import Conflict, Refused


@dataclass
class Desk:
    """What forums/_draft.html shows. `version` is the one that this page has; 0: none yet."""

    version: int = 0
    draft: Draft | None = None  # as it is kept
    is_saved: bool = False  # a moment ago
    other: Draft | None = None  # what another page saved meanwhile
    refusal: str = ""
    page: str = ""  # the mark that its script gave this page
    words: dict = field(default_factory=dict)  # for the form

    @property
    def status(self) -> int:
        if self.other:
            return 409
        return 422 if self.refusal else 200


def opened(draft: Draft | None) -> Desk:
    """What a page begins with."""
    return Desk(draft.version, draft, words=dict(draft.words)) if draft else Desk()


def kept_open(request) -> Desk:
    """A page that comes back with what was typed: nothing is saved, the version stays."""
    return Desk(_version(request), page=_page(request))


def wants_saving(request) -> bool:
    return request.POST.get("save_draft") == "1"


def save_typed(request, place, form) -> Desk:
    """Keep what stands in a form, whether or not it could be posted."""
    words = typed(form)
    if words.get("body", "").split() == getattr(place, "template", "").split():
        words.pop("body", None)  # the headings that were there before anything was typed
    if words.get("anonymous"):
        actions.drop_draft(place, by=request.user)
        text = _("Nothing is kept of a post without your name: it would say that it was yours.")
        return Desk(0, refusal=text, words=words, page=_page(request))
    refusal = form.keep_files()
    if form.files_so_far:
        words["attached"] = form.attached_ids
    else:
        words.pop("attached", None)
    how = {"words": words, "version": _version(request), "submit_token": _token(request)}
    how["files"] = form.files_so_far
    page = how["page"] = _page(request)
    try:
        draft = actions.save_draft(place, by=request.user, **how)
    except Conflict as conflict:
        return Desk(conflict.current.version, other=conflict.current, words=words, page=page)
    except Refused as refusal:
        return Desk(_version(request), refusal=str(refusal), words=words, page=page)
    version = draft.version if draft else 0
    if refusal and draft:
        refusal = " ".join([refusal, _("The rest of your draft is saved.")])
    return Desk(version, draft, is_saved=True, refusal=refusal, words=words, page=page)


def answer(request, desk: Desk, *, to: str):
    """The answer to saving: the composer's foot for a script, else the page again with a word.

    None where a page without a script must show both texts, or why nothing was kept.
    """
    if request.htmx:
        return render(request, "forums/_draft.html", {"desk": desk}, status=desk.status)
    if desk.status != 200:
        return None
    text = _("Your draft is saved.") if desk.draft else _("No draft is kept: the box was empty.")
    messages.success(request, text)
    return redirect(to)


def _version(request) -> int:
    text = request.POST.get("draft_version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _page(request) -> str:
    page = request.POST.get("draft_page", "")
    return page if page.isalnum() and page.isascii() and len(page) <= 20 else ""


def _token(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("submit_token", ""))
    except ValueError:
        return None
