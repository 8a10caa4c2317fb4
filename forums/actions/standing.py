"""What is counted of a topic when one of its posts goes out of sight, and when it comes back.

Call these with the topic locked, and `changed(topic)` once all is written.
"""

from collections.abc import Iterable

from django.db.models import F

from forums.models import Category, Post, Topic

from .notes import excerpt_of
from .tags import count_tags

SHOWN_AUTHORS = 3
VISIBLE = Post.Standing.VISIBLE


def put_out_of_sight(post: Post, standing: str) -> bool:
    """A gravestone keeps its number. Returns whether it was the answer, which it is no longer."""
    topic = post.topic
    was_answer = topic.answer_id == post.pk
    post.standing = standing
    post.save(update_fields=["standing"])
    if post.number > 1:
        topic.reply_count -= 1
        topic.answer = None if was_answer else topic.answer
        topic.recent_authors = authors_left(topic)
    else:
        topic.excerpt = ""
    topic.save(update_fields=["reply_count", "answer", "recent_authors", "excerpt"])
    settle_topic(topic, gone=standing)
    return was_answer


def bring_into_sight(post: Post, *, was_answer: bool = False) -> None:
    """The way back; the answer it is again unless the topic has another one by now."""
    topic = post.topic
    post.standing = VISIBLE
    post.save(update_fields=["standing"])
    if post.number > 1:
        topic.reply_count += 1
        if was_answer and topic.is_question and topic.answer_id is None:
            topic.answer = post
        topic.recent_authors = authors_left(topic)
    else:
        topic.excerpt = excerpt_of(post)
    topic.save(update_fields=["reply_count", "answer", "recent_authors", "excerpt"])
    settle_topic(topic, gone=topic.standing)


def settle_topic(topic: Topic, *, gone: str) -> None:
    """A topic can be seen while anything in it can be read, unless it was put away as a whole.

    `gone` is its standing from when it cannot. Its category and its tags count it accordingly.
    """
    shows = not topic.is_put_away and topic.posts.filter(standing=VISIBLE).exists()
    was_shown = not topic.is_gone
    if was_shown and not shows:
        count_tags(topic, by=-1)
    if shows:
        topic.standing = VISIBLE
        topic.merged_into = None  # it stands for itself again
    elif was_shown:
        topic.standing = gone
    topic.save(update_fields=["standing", "is_put_away", "merged_into"])
    if shows and not was_shown:
        count_tags(topic, by=1)
    if shows != was_shown:
        step = 1 if shows else -1
        Category.objects.filter(pk=topic.category_id).update(topic_count=F("topic_count") + step)


def put_in_category(topic: Topic, to: Category) -> None:
    """Categories and tags count a topic where it stands, as long as it can be seen."""
    count_tags(topic, by=-1)
    if not topic.is_gone:
        Category.objects.filter(pk=topic.category_id).update(topic_count=F("topic_count") - 1)
        Category.objects.filter(pk=to.pk).update(topic_count=F("topic_count") + 1)
    topic.category = to
    topic.save(update_fields=["category"])
    count_tags(topic, by=1)


def with_latest(authors: Iterable[int], author: int, starter: int) -> list[int]:
    """The last few people in a topic besides who started it, the latest first."""
    others = [pk for pk in authors if pk != author]
    return ([author, *others] if author != starter else others)[:SHOWN_AUTHORS]


def authors_left(topic: Topic) -> list[int]:
    latest = topic.posts.filter(standing=VISIBLE, number__gt=1)
    authors: list[int] = []
    for author in latest.order_by("number").values_list("author", flat=True):
        authors = with_latest(authors, author, topic.author_id)
    return authors
