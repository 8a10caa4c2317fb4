"""What members typed, ready to show."""

from django.utils.text import slugify

from forums.models import site_language
from peersupport.core import richtext
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, within_reach


def render_post(body: str, *, author: Member | None = None) -> str:
    """Markdown to safe HTML, with links for those mentions that name a member its author reaches."""
    handles = richtext.mentioned_handles(body)
    if not handles:
        return richtext.render(body)
    members = Member.objects.filter(handle__in=handles, is_active=True)
    if author is not None:
        members = within_reach(members, of=author, path=ContactPath.MENTION)
    return richtext.render(body, {m.handle: m.get_absolute_url() for m in members})


def slug_of(title: str) -> str:
    """The readable part of a topic's address; "topic" where nothing of the title fits."""
    return slugify(title)[:80].strip("-") or "topic"


def language_of(author: Member) -> str:
    """The language in which somebody writes, as far as we know: search stems words by it."""
    return author.locale.partition("-")[0][:5] or site_language()
