"""Words under a post."""

from django.db import transaction
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Post, Reaction
from peersupport.activity.actions import record
from peersupport.core.exceptions import Refused
from peersupport.members.models import Member

from .limits import refuse_newcomer
from .locking import changed, locked_post


@transaction.atomic
def react(post: Post, *, member: Member, kind: str) -> Post:
    """Give a post a word, or take the same word back."""
    post = locked_post(post)
    refuse_newcomer(member)
    if not rules.can_react(member, post, post.topic):
        raise Refused(_("You cannot react to this post."))
    taken_back, _rows = Reaction.objects.filter(post=post, member=member, kind=kind).delete()
    if not taken_back:
        Reaction.objects.create(post=post, member=member, kind=kind)
        record("forums.reacted", actor=member, target=post, topic=post.topic_id, kind=kind)
    count = post.reaction_counts.get(kind, 0) + (-1 if taken_back else 1)
    counts = {**post.reaction_counts, kind: count}
    post.reaction_counts = {name: number for name, number in counts.items() if number > 0}
    post.save(update_fields=["reaction_counts"])
    changed(post.topic)
    return post
