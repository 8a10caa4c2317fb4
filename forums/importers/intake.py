"""Threads of a dump as topics, a batch of whole topics a transaction. Nobody is told."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from forums.actions import recount_tags, set_words, slug_of, with_latest
from forums.models import Category, Post, Topic
from peersupport.activity.models import Activity
from peersupport.core import richtext

from .people import FORMER, PeopleIntake
from .report import Report
from .stackexchange import BadRow, Dump, Kind
from .staging import StagedEntry, Staging
from .threads import Item, Thread, safe_html
from .xmlrows import DumpError

BATCH = 400  # posts, rounded up to whole topics
TITLE_LENGTH = 300  # characters; longer ones are cut and noted
COUNTERS = ["last_number", "reply_count", "last_post_at", "recent_authors", "answer"]

Progress = Callable[[str, int], None]


def import_dump(
    folder: Path, *, report: Report, category: str = "", dry_run: bool, progress: Progress
) -> None:
    """Take in a dump; `report` holds the counts afterwards. Run again, it adds what is missing.

    `category` is the slug of an existing one; without it a public category is named after the
    folder. `progress` is told what is being counted and how many there are. Raises DumpError.
    """
    dump = Dump.open(folder)
    place = _existing_category(category) if category else None
    with Staging(dump, report) as staging:
        staging.fill()
        if place is None and not dry_run:
            place = _own_category(dump)
        people = PeopleIntake(dump.source, report, dry_run=dry_run)
        people.take(staging.people(), progress)
        Intake(dump.source, place, people, report).take(staging.threads(), progress)
    if not dry_run:
        recount_tags()


def _existing_category(slug: str) -> Category:
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        raise DumpError(f"There is no category with the slug {slug!r}.")
    return found


def _own_category(dump: Dump) -> Category:
    """A category for one dump that everybody may read."""
    slug = slugify(dump.name.replace(".", "-")) or "import"
    return Category.objects.get_or_create(slug=slug, defaults={"name": dump.folder.name[:60]})[0]


class Intake:
    """Takes in the threads of one source."""

    def __init__(
        self, source: str, category: Category | None, people: PeopleIntake, report: Report
    ):
        self.source, self.category, self.people, self.report = source, category, people, report

    def take(self, threads: Iterable[list[StagedEntry]], progress: Progress) -> None:
        done = 0
        for batch in _batches(threads):
            known = self._known([row for rows in batch for row in rows])
            chosen = [thread for rows in batch if (thread := self._choose(rows, known))]
            self._count(chosen)
            if not self.people.dry_run:
                self._write(chosen)
            done += sum(map(len, batch))
            progress("posts", done)

    def _known(self, rows: list[StagedEntry]) -> dict[tuple[str, int | None], Post]:
        found = {}
        for part in ("post", "comment"):
            ids = [row.id for row in rows if row.part == part]
            posts = Post.objects.filter(source=f"{self.source}/{part}", source_id__in=ids)
            for post in posts.only("pk", "topic_id", "source_id"):
                found[part, post.source_id] = post
        return found

    def _choose(self, rows: list[StagedEntry], known: dict) -> Thread | None:
        """The rows of a thread that can be imported; posts first, for comments hang on them."""
        asked = self._item(rows[0], known) if rows[0].kind == Kind.QUESTION else None
        items = [asked] if asked else []
        for kind in (Kind.ANSWER, Kind.COMMENT):
            there = {item.row.id for item in items if item.row.kind != Kind.COMMENT}
            items += self._under(there, [row for row in rows if row.kind == kind], known)
        order = {(row.kind, row.id): place for place, row in enumerate(rows)}
        items.sort(key=lambda item: order[item.row.kind, item.row.id])
        return Thread(items) if asked else None

    def _under(self, there: set[int], rows: list[StagedEntry], known: dict) -> Iterator[Item]:
        """Those of one kind whose question or post is there."""
        for row in rows:
            above = row.parent_id if row.kind == Kind.COMMENT else row.thread_id
            if above not in there:
                reason = f"orphan_{Kind(row.kind).name.lower()}"
                self.report.skip(row.file, row.id, reason, f"post {above}")
            elif item := self._item(row, known):
                yield item

    def _item(self, row: StagedEntry, known: dict) -> Item | None:
        if post := known.get((row.part, row.id)):
            return Item(row, post=post)
        try:
            return Item(row, safe_html(row))
        except BadRow as bad:
            self.report.skip(row.file, row.id, bad.reason, bad.detail)
            return None

    def _count(self, threads: list[Thread]) -> None:
        report = self.report
        report.topics += len(threads)
        for thread in threads:
            kinds = [item.row.kind for item in thread.items]
            report.answers += kinds.count(Kind.ANSWER)
            report.comments += kinds.count(Kind.COMMENT)
            thread.fresh = [item for item in thread.items if item.is_new]
            report.created += len(thread.fresh)
            self._count_question(thread)
            for item in thread.items:
                self._count_author(item.row)

    def _count_question(self, thread: Thread) -> None:
        asked = thread.question
        if len(asked.title) > TITLE_LENGTH:
            self.report.note(asked.file, asked.id, "title_cut", asked.title)
        if thread.answer:
            self.report.accepted += 1
        elif asked.accepted_id is not None:
            detail = f"answer {asked.accepted_id}"
            self.report.skip("Posts.xml", asked.id, "accepted_answer_missing", detail)

    def _count_author(self, row: StagedEntry) -> None:
        if row.author_id is None:
            self.people.need_former(row.posted_at)
            self.report.note(row.file, row.id, "former_member", row.owner_name or row.owner_id)

    @transaction.atomic
    def _write(self, threads: list[Thread]) -> None:
        threads = [thread for thread in threads if thread.fresh]
        rows = [item.row for thread in threads for item in thread.items]
        authors = self.people.known([FORMER, *(row.author_id for row in rows if row.author_id)])
        self._open_topics(threads, authors)
        for thread in threads:
            self._number(thread, authors)
        self._save_posts(threads)
        activities = [activity for thread in threads for activity in _happenings(thread)]
        Topic.objects.bulk_update([thread.topic for thread in threads], COUNTERS)
        set_words([thread.topic.pk for thread in threads])
        Activity.objects.bulk_create(activities)

    def _open_topics(self, threads: list[Thread], authors: dict[int, int]) -> None:
        """New topics for new questions; those that are there are locked, for people may write."""
        there = [thread.items[0].post.topic_id for thread in threads if not thread.is_new]
        locked = Topic.objects.select_for_update().order_by("pk").filter(pk__in=there)
        topics = {topic.pk: topic for topic in locked}
        new = []
        for thread in threads:
            if thread.is_new:
                thread.topic = self._topic(thread, authors)
                new.append(thread.topic)
            else:
                thread.topic = topics[thread.items[0].post.topic_id]
        Topic.objects.bulk_create(new)
        assert self.category
        here = Category.objects.filter(pk=self.category.pk)
        here.update(topic_count=F("topic_count") + len(new))

    def _topic(self, thread: Thread, authors: dict[int, int]) -> Topic:
        asked = thread.question
        return Topic(
            category=self.category, kind=Topic.Kind.QUESTION, title=asked.title[:TITLE_LENGTH],
            slug=slug_of(asked.title), author_id=authors[asked.author_id or FORMER],
            excerpt=richtext.excerpt(thread.items[0].html), posted_at=asked.posted_at,
            last_post_at=asked.posted_at, is_locked=asked.is_locked, tag_names=asked.tags,
        )  # fmt: skip

    def _number(self, thread: Thread, authors: dict[int, int]) -> None:
        """Make the new posts and count them in the topic."""
        topic = thread.topic
        for item in thread.fresh:
            row, topic.last_number = item.row, topic.last_number + 1
            item.post = Post(
                topic=topic, number=topic.last_number, author_id=authors[row.author_id or FORMER],
                body=row.body, html=item.html, posted_at=row.posted_at, edited_at=row.edited_at,
                score=row.score, source=f"{self.source}/{row.part}", source_id=row.id,
            )  # fmt: skip
            topic.last_post_at = max(topic.last_post_at, row.posted_at)
            if topic.last_number > 1:
                topic.reply_count += 1
                topic.recent_authors = with_latest(
                    topic.recent_authors, item.post.author_id, topic.author_id
                )

    def _save_posts(self, threads: list[Thread]) -> None:
        """Posts first: comments point at them."""
        fresh = [item for thread in threads for item in thread.fresh]
        Post.objects.bulk_create(i.post for i in fresh if i.row.kind != Kind.COMMENT)
        comments = []
        for thread in threads:
            posts = thread.posts()
            for item in thread.fresh:
                if item.row.kind == Kind.COMMENT:
                    item.post.reply_to = posts[item.row.parent_id]
                    comments.append(item.post)
        Post.objects.bulk_create(comments)


def _happenings(thread: Thread) -> Iterator[Activity]:
    """What metrics count, settled long ago. The placeholder is nobody: it acts as None.

    Dumps do not tell when an answer was accepted: it is dated like the answer.
    """
    for item in thread.fresh:
        verb = "forums.started" if item.post.number == 1 else "forums.replied"
        yield _settled(verb, item.row.author_id and item.post.author_id, item.post, thread.topic)
    marked = thread.answer
    if marked and marked in thread.fresh and thread.topic.answer_id is None:
        thread.topic.answer = marked.post
        asker = thread.question.author_id and thread.topic.author_id
        yield _settled("forums.answer_marked", asker, marked.post, thread.topic)


def _settled(verb: str, actor_id: int | None, post: Post, topic: Topic) -> Activity:
    return Activity(
        verb=verb, actor_id=actor_id, target_id=post.pk, happened_at=post.posted_at,
        target_type=ContentType.objects.get_for_model(Post), settled_at=post.posted_at,
        data={"topic": topic.pk, "category": topic.category_id},
    )  # fmt: skip


def _batches(threads: Iterable[list[StagedEntry]]) -> Iterator[list[list[StagedEntry]]]:
    batch, posts = [], 0
    for rows in threads:
        batch.append(rows)
        posts += len(rows)
        if posts >= BATCH:
            yield batch
            batch, posts = [], 0
    if batch:
        yield batch
