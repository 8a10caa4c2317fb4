"""Who hears of what happens in the forums. Idempotent; database only."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from groups.actions import note_activity
from groups.models import Group, Power
from peersupport.activity.models import Activity
from peersupport.core.richtext import mentioned_handles
from peersupport.members.models import Member
from peersupport.members.rules import ContactPath, within_reach
from peersupport.notifications.actions import tell
from peersupport.notifications.models import Kind, Watch

from .actions import open_category
from .models import Bookmark, Category, HeldPost, Post, PostRevision, Prompt, Tag, Topic
from .querysets import MANAGING, Audience, willing_to_hear_of
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
    followers = _followers(Topic, post.topic_id, activity)
    tell(_readers(followers, post), kind=Kind.REPLY, activity=activity, target=post)


def tell_followers_of_place(activity: Activity) -> None:
    """Whoever follows a category hears of a new topic, unless a mention has told them already."""
    post = _post(activity)
    if post is None:
        return
    followers = _followers(Category, post.topic.category_id, activity)
    tell(_readers(followers, post), kind=Kind.TOPIC, activity=activity, target=post)


def tell_followers_of_tags(activity: Activity) -> None:
    """Whoever follows a tag hears of a new topic that has it, once, however they came to it."""
    post = _post(activity)
    if post is None:
        return
    for tag in Tag.objects.filter(name__in=post.topic.tag_names):
        followers = _followers(Tag, tag.pk, activity)
        tell(_readers(followers, post), kind=Kind.TOPIC, activity=activity, target=post)


def remind(activity: Activity) -> None:
    """Tell somebody of a post that they kept, if they may still read it."""
    bookmarks = Bookmark.objects.filter(pk=activity.data.get("bookmark") or 0)
    for bookmark in bookmarks.select_related("member"):
        posts = Post.objects.visible_to(bookmark.member).filter(pk=bookmark.post_id)
        members = Member.objects.reachable().filter(pk=bookmark.member_id)
        for post in posts:
            tell(members, kind=Kind.REMINDER, activity=activity, target=post)


def _followers(model: type[Model], pk: int, activity: Activity) -> QuerySet[Member]:
    watches = Watch.objects.filter(
        target_type=ContentType.objects.get_for_model(model), target_id=pk,
        level=Watch.Level.FOLLOWING,
    )  # fmt: skip
    members = Member.objects.reachable().filter(pk__in=watches.values("member"))
    return members.exclude(notices__activity=activity)


def tell_author(activity: Activity) -> None:
    """Whose words a moderator changed hears of it and reads why, on the site alone."""
    revisions = PostRevision.objects.select_related("post__author")
    revision = revisions.filter(pk=activity.data.get("revision", 0)).first()
    if revision is None or activity.actor_id == revision.post.author_id:
        return
    author = Member.objects.reachable().filter(pk=revision.post.author_id)
    tell(author, kind=Kind.UPKEEP, activity=activity, target=revision, by_letter=False)


def tell_moved_authors(activity: Activity) -> None:
    """Whose posts went to another topic hears of it once, at the first of them."""
    carried = Post.objects.filter(
        topic=activity.target_id, standing=Post.Standing.VISIBLE,
        number__gte=activity.data["first"], number__lte=activity.data["last"],
    ).exclude(author=activity.actor_id)  # fmt: skip
    firsts = carried.order_by("author", "number").distinct("author").select_related("author")
    reachable = set(
        Member.objects.reachable().values_list("pk", flat=True).filter(posts__in=carried)
    )
    for post in firsts:
        if post.author_id in reachable:
            tell([post.author], kind=Kind.UPKEEP, activity=activity, target=post, by_letter=False)


def tell_whose_held(activity: Activity) -> None:
    """Whose post was let through hears of it, on the site alone; what else is decided, statements say."""
    held = HeldPost.objects.filter(pk=activity.target_id or 0).first()
    if held is None or activity.actor_id is None:  # put right by its author: they see it
        return
    author = Member.objects.reachable().filter(pk=held.author_id)
    tell(author, kind=Kind.UPKEEP, activity=activity, target=held, by_letter=False)


def _post(activity: Activity) -> Post | None:
    posts = Post.objects.select_related("topic__category", "author").filter(
        standing=Post.Standing.VISIBLE, topic__standing=Topic.Standing.VISIBLE
    )
    return posts.filter(pk=activity.target_id or 0).first()


def _readers(members, post: Post):
    """Those who may read the post and want to, without its author and without who muted that one."""
    members = willing_to_hear_of(members.exclude(posts=post), post)
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
