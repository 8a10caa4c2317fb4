"""Who hears of what happens in the forums. Idempotent; database only."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from groups.actions import note_activity
from groups.models import Group, Power
from peersupport.activity.models import Activity
from peersupport.core.richtext import mentioned_handles
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, within_reach
from peersupport.notifications.actions import tell
from peersupport.notifications.models import Kind, Watch

from .actions import open_category
from .models import Post, Prompt, Topic
from .querysets import MANAGING, Audience
from .rules import MODERATING_ROLES


def tell_mentioned(activity: Activity) -> None:
    """Members whose handle is in a post hear of it, if they may read it."""
    post = _post(activity)
    if post is None:
        return
    handles = mentioned_handles(post.body)
    if handles:
        mentioned = Member.objects.reachable().filter(handle__in=handles)
        tell(_readers(mentioned, post), kind=Kind.MENTION, activity=activity, target=post)


def tell_followers(activity: Activity) -> None:
    """Whoever follows a topic hears of a reply, unless a mention in it has told them already."""
    post = _post(activity)
    if post is None:
        return
    watches = Watch.objects.filter(
        target_type=ContentType.objects.get_for_model(Topic), target_id=post.topic_id,
        level=Watch.Level.FOLLOWING,
    )  # fmt: skip
    followers = (
        Member.objects.reachable()
        .filter(pk__in=watches.values("member"))
        .exclude(notices__activity=activity)
    )
    tell(_readers(followers, post), kind=Kind.REPLY, activity=activity, target=post)


def _post(activity: Activity) -> Post | None:
    posts = Post.objects.select_related("topic__category", "author").filter(
        standing=Post.Standing.VISIBLE, topic__standing=Topic.Standing.VISIBLE
    )
    return posts.filter(pk=activity.target_id or 0).first()


def _readers(members, post: Post):
    """Those who may read the post, without its author and without who muted its topic or its author."""
    muted = Watch.objects.filter(
        target_type=ContentType.objects.get_for_model(Topic), target_id=post.topic_id,
        level=Watch.Level.MUTED,
    )  # fmt: skip
    members = members.exclude(posts=post).exclude(pk__in=muted.values("member"))
    members = within_reach(members, of=post.author, path=ContactPath.NOTICE)
    category = post.topic.category
    if category.group_id:
        return members.filter(memberships__group=category.group_id)
    return members.exclude(role="") if category.read > Audience.MEMBERS else members


def open_discussions(activity: Activity) -> None:
    """A group that was founded gets a category of its own; one that was renamed, its new name."""
    group = Group.objects.filter(pk=activity.target_id or 0).first()
    if group is not None:
        open_category(group)


def note_in_group(activity: Activity) -> None:
    """A post in a group keeps it awake, and an answer to a newcomer is a welcome."""
    post = _post(activity)
    if post is None or not post.topic.category.group_id:
        return
    answered = post.reply_to or post.topic.posts.filter(number=1).first()
    note_activity(
        post.topic.category.group_id, member_id=post.author_id, at=post.posted_at,
        answered=answered.author_id if post.number > 1 and answered else None,
    )  # fmt: skip


def tell_prompt_refused(activity: Activity) -> None:
    """A prompt did not open: its writer hears of it, if still here, and who manages the place."""
    prompt = Prompt.objects.select_related("category").filter(pk=activity.target_id or 0).first()
    if prompt is None:
        return
    managing = Q(pk=prompt.author_id)
    if group := prompt.category.group_id:
        powers = Power.objects.filter(content_object=group, permission__codename=MANAGING)
        managing |= Q(pk__in=powers.values("user"))
    else:
        managing |= Q(role__in=MODERATING_ROLES, second_factor_at__isnull=False)
    people = Member.objects.reachable().filter(managing)
    tell(people, kind=Kind.ACCOUNT, activity=activity, target=prompt, by_letter=False)
