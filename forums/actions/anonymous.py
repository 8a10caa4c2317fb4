"""Writing without one's name: a stand-in for each person and topic, and the author sealed apart.

What leads from the words to the member is the seal (moderation's, opened by two people) and, for the
member alone, the token of their alias. Nothing else that is written with a post may know them.
"""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Func, IntegerField, Max, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from forums import rules
from forums.models import Alias, Category, Post, Topic, token_of
from peersupport.core.encryption import current_key, seal, unseal
from peersupport.core.exceptions import Refused
from peersupport.members.actions import new_stand_in, stand_in_name
from peersupport.members.models import Member

KEY_BYTES = 32


def refuse_names_needed(category: Category) -> None:
    """Never under the name instead: whoever asked to be without it must not be shown with it."""
    if not category.allows_anonymous:
        raise Refused(_("Posts without a name are not possible here any more. Nothing was posted."))


def next_number(topic: Topic) -> int:
    return (topic.aliases.aggregate(most=Max("number"))["most"] or 0) + 1


def stand_in_for(topic: Topic, member: Member) -> Member:
    """The same, made when it is the first time. Call it with the topic locked."""
    if known := rules.own_alias(member, topic):
        return known.stand_in
    number = next_number(topic)
    return name_alias(topic, number=number, stand_in=new_stand_in(number), member=member).stand_in


def name_alias(topic: Topic, *, number: int, stand_in: Member, member: Member) -> Alias:
    """Let a stand-in be known again to the member, and to nobody else."""
    key = secrets.token_bytes(KEY_BYTES)
    alias = Alias(topic=topic, number=number, stand_in=stand_in, token=token_of(member.pk, key))
    alias.sealed_key = seal(key, bound_to=alias.bound_to)
    alias.save()
    if not topic.has_aliases:
        topic.has_aliases = True
        Topic.objects.filter(pk=topic.pk).update(has_aliases=True)
    topic.__dict__.pop("_own_aliases", None)
    return alias


def hand_of(member: Member, post: Post | Topic, topic: Topic) -> Member:
    """Who goes on record for a deed: who stands in, where it concerns the member's own words."""
    if member.pk != post.author_id and rules.is_author(member, post, topic):
        return post.author
    return member


def without_trace(submit_token: UUID | None) -> UUID | None:
    """What keeps one press from posting twice. Not the token itself: the same form, sent once with
    the name and once without, would have both posts carry it."""
    if submit_token is None:
        return None
    digest = hmac.digest(current_key()[1], b"forums.sent:" + submit_token.bytes, "sha256")
    return UUID(bytes=digest[:16])


def started_before(category: Category, author: Member, submit_token: UUID | None) -> Topic | None:
    """The topic that this press started already, with the name or without. Call it with the
    category locked."""
    if submit_token is None:
        return None
    named = Topic.objects.filter(author=author, submit_token=submit_token).first()
    if named or not category.allows_anonymous:
        return named
    lately = timezone.now() - timedelta(days=1)
    topics = Topic.objects.filter(
        category=category, last_post_at__gte=lately, submit_token=without_trace(submit_token)
    )
    return next((t for t in topics if rules.is_author(author, t, t)), None)


def sent_before(topic: Topic, author: Member, submit_token: UUID | None) -> Post | None:
    """The reply that this press sent already. Sent with the name and then without, it would show
    who is behind both."""
    if submit_token is None:
        return None
    posts = Post.objects.filter(author=author, submit_token=submit_token)
    if own := rules.own_stand_in(author, topic):
        posts |= Post.objects.filter(author=own, submit_token=without_trace(submit_token))
    return posts.first()


@transaction.atomic
def carry_aliases(origin: Topic, *, to: Topic) -> None:
    """After posts went from one topic to another: who wrote them without a name stays the same
    there, and known to themself. A number that is taken gives way to the next that is free.
    """
    wrote = Post.objects.filter(topic=to).values("author")
    here = set(to.aliases.values_list("stand_in", flat=True))
    numbers = set(to.aliases.values_list("number", flat=True))
    for alias in origin.aliases.filter(stand_in__in=wrote).exclude(stand_in__in=here):
        number = alias.number if alias.number not in numbers else max(numbers) + 1
        Alias.objects.create(
            topic=to, number=number, stand_in_id=alias.stand_in_id,
            sealed_key=alias.sealed_key, token=alias.token,
        )  # fmt: skip
        if number != alias.number:
            Member.objects.filter(pk=alias.stand_in_id).update(display_name=stand_in_name(number))
        numbers.add(number)
    if numbers:
        Topic.objects.filter(pk=to.pk).update(has_aliases=True)
    to.__dict__.pop("_own_aliases", None)


@transaction.atomic
def forget_aliases(aliases: list[Alias]) -> None:
    """Nobody is known by them any more. The rows stay: which ones go would tell whose they were."""
    for alias in aliases:
        alias.token = secrets.token_bytes(KEY_BYTES)
    Alias.objects.bulk_update(aliases, ["token"])


@transaction.atomic
def reseal_aliases(*, most: int = 500) -> int:
    """Seal up to `most` keys with the newest key of the ring. Returns how many; 0: all of them are."""
    number = Func("sealed_key", Value(0), function="get_byte", output_field=IntegerField())
    older = Alias.objects.alias(key_number=number).exclude(key_number=current_key()[0])
    rows = list(older.order_by("pk").select_for_update()[:most])
    for row in rows:
        key = unseal(bytes(row.sealed_key), bound_to=row.bound_to)
        row.sealed_key = seal(key, bound_to=row.bound_to)
    Alias.objects.bulk_update(rows, ["sealed_key"])
    return len(rows)
