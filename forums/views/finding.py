"""Topics and posts by their addresses, the old ones included."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from forums.models import MovedPost, Post, Topic

from .anonymous import keep_quiet


def find_topic(request, pk, *, up="category"):
    """A topic the person may not see does not exist for them; a merged one is the other one.

    `up` is how far the way up from it is fetched.
    """
    topics = Topic.objects.visible_to(request.user).select_related(up)
    topic = topics.filter(pk=pk).first() or get_object_or_404(topics, merged_topics=pk)
    keep_quiet(request, topic.category, topic)
    return topic


def find_post(request, pk, number, *, of_any_standing=False):
    """A post by any number it ever had, where the person may read it; permalinks find gravestones.

    A post that was moved is looked for where it stands now: what a page did to it at the old
    address, it does there.
    """
    posts = Post.objects.filter(topic__in=Topic.objects.visible_to(request.user))
    if not of_any_standing:
        posts = posts.filter(standing=Post.Standing.VISIBLE)
    posts = posts.select_related("topic__category__parent", "topic__author", "author")
    post = posts.filter(topic=pk, number=number).first()
    if post is None:
        moved = MovedPost.objects.filter(topic=pk, number=number).values("post")
        post = posts.filter(pk__in=moved).first()
    if post is None:
        raise Http404
    keep_quiet(request, post.topic.category, post.topic)
    return post
