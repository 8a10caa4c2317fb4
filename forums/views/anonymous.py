"""What pages say and show of posts without a name."""

from django.utils import timezone

from forums import actions, rules
from forums.forms import Hiding
from forums.models import Category, Post, Topic
from groups.resources.rules import neutral
from peersupport.core.middleware import leave_out_of_log
from peersupport.core.names import STAND_IN
from peersupport.members.actions import stand_in_name
from peersupport.members.models import Member

from .shown import ShownFile, ShownPost, shown_file


def keep_quiet(request, category: Category, topic: Topic | None = None) -> None:
    """Where people write without their names, log lines do not tell who was there, and when."""
    if category.allows_anonymous or (topic and topic.has_aliases):
        leave_out_of_log(request)


def hiding_in(member, category: Category, topic: Topic | None = None) -> Hiding | None:
    """What the composer says of it; None where everybody posts with their name.

    Nothing is asked of the database where a category does not allow it.
    """
    if not rules.can_hide(member, category):
        return None
    alias, has_name, number = None, False, 1
    if topic is not None:
        alias = rules.own_alias(member, topic)
        number = alias.number if alias else actions.next_number(topic)
        has_name = topic.posts.filter(author=member, standing=Post.Standing.VISIBLE).exists()
    return Hiding(
        label=stand_in_name(number), has_alias=alias is not None, has_name=has_name,
        is_starter=topic is None or (alias is not None and alias.stand_in_id == topic.author_id), few=rules.few_could_have_written(category),
    )  # fmt: skip


def as_others_see(
    html: str, hiding: Hiding, topic: Topic | None = None, reply_to=None, files=()
) -> list:
    """A text without a name, drawn by what draws posts: for the preview."""
    number = topic.last_number + 1 if topic else 1
    return [
        ShownPost(
            pk=0, number=number, author=Member(handle=STAND_IN, display_name=hiding.label),
            html=html, posted_at=timezone.now(), edited_at=None, permalink=f"#post-{number}",
            reply_to_number=reply_to, reply_to_url="", is_answer=False, is_starter=hiding.is_starter,
            begins_unread=False, is_gone=False, files=[_unnamed_file(each) for each in files],
        )
    ]  # fmt: skip


def _unnamed_file(attachment) -> ShownFile:
    """As it will be called; where it lies until then, only its owner can open."""
    shown = shown_file(attachment.facts)
    name = neutral(attachment.name, is_image=attachment.is_image)
    return shown._replace(name=name, url=attachment.get_absolute_url())


def read_up_to(member, topic: Topic, posts: list[Post], seen: int) -> int:
    """The number up to which a page counts as read. One's own last words without a name do not:
    the first to have read them would be who wrote them."""
    own = rules.own_stand_in(member, topic)
    others = [post.number for post in posts if post.author_id != own]
    if not posts or own is None or posts[-1].author_id != own:
        return seen
    return others[-1] if others else 0
