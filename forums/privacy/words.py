"""A member's own words in one topic: without their names, or gone."""

from django.db.models import F
from django.utils.translation import gettext as _

from forums.actions import authors_left, count_tags, render_post, slug_of
from forums.models import (
    NOTE_WORDS_LENGTH,
    Category,
    Poll,
    PollOption,
    Post,
    PostRevision,
    Topic,
)
from groups.resources import privacy as files
from peersupport.core.redaction import Redaction
from peersupport.members.models import Member


def take_names_out(member: Member, topic: Topic, redaction: Redaction) -> None:
    """Their own words without their names."""
    for post in topic.posts.filter(author=member):
        body = redaction.own(post.body)
        html = render_post(body) if post.is_markdown else redaction.own(post.html)
        words = redaction.own(post.note_words)[:NOTE_WORDS_LENGTH]
        pictures = files.without_owner(post.files, redaction)
        topic.posts.filter(pk=post.pk).update(
            body=body, html=html, note_words=words, files=pictures
        )
    for revision in PostRevision.objects.filter(post__topic=topic, post__author=member):
        texts = {
            name: redaction.own(getattr(revision, name)) for name in ("title", "body", "reason")
        }
        texts["note_words"] = redaction.own(revision.note_words)[:NOTE_WORDS_LENGTH]
        texts["files"] = files.without_owner(revision.files, redaction)
        PostRevision.objects.filter(pk=revision.pk).update(**texts)
    if topic.author_id == member.pk:
        title, excerpt = redaction.own(topic.title)[:300], redaction.own(topic.excerpt)[:260]
        slug = topic.slug if title == topic.title else slug_of(title)
        words = redaction.own(topic.note_words)[:NOTE_WORDS_LENGTH]
        Topic.objects.filter(pk=topic.pk).update(
            title=title, slug=slug, excerpt=excerpt, note_words=words
        )
    for poll in Poll.objects.filter(post__topic=topic, post__author=member):
        question = redaction.own(poll.question)[:300]
        Poll.objects.filter(pk=poll.pk).update(question=question)
    for option in PollOption.objects.filter(poll__post__topic=topic, poll__post__author=member):
        PollOption.objects.filter(pk=option.pk).update(text=redaction.own(option.text)[:200])


def remove_words(member: Member, topic: Topic) -> None:
    """Gravestones in place of their posts; the replies of others stay where they are."""
    mine = topic.posts.filter(author=member)
    visible_replies = mine.filter(standing=Post.Standing.VISIBLE, number__gt=1).count()
    PostRevision.objects.filter(post__in=mine).delete()
    PostRevision.objects.filter(post__topic=topic, editor=member).update(reason="")
    said = _("Removed by its author.")
    had_answer = mine.filter(pk=topic.answer_id or 0).exists()
    mine.update(standing=Post.Standing.DELETED)  # what is gone by now cannot be shown again
    mine.update(body=said, html="", note_words="", files=[], version=F("version") + 1)
    facts = {"reply_count": topic.reply_count - visible_replies}
    if had_answer:
        facts["answer"] = None
    if topic.author_id == member.pk:
        title = _("A topic whose author left")
        facts |= {
            "title": title,
            "slug": slug_of(title),
            "excerpt": "",
            "note_words": "",
        }
    if topic.has_poll:
        Poll.objects.filter(post__in=mine).delete()
        facts["has_poll"] = Poll.objects.filter(post__topic=topic).exists()
    is_empty = not topic.posts.filter(standing=Post.Standing.VISIBLE).exists()
    if is_empty and topic.standing == Topic.Standing.VISIBLE:
        facts["standing"] = Topic.Standing.DELETED
        count_tags(topic, by=-1)
        Category.objects.filter(pk=topic.category_id).update(topic_count=F("topic_count") - 1)
    Topic.objects.filter(pk=topic.pk).update(**facts)
    topic.recent_authors = authors_left(topic)
