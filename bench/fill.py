"""Fills a scratch database on the server's side: a plan in temporary tables, then INSERT … SELECT.

Everything follows from the row's number, so that two databases of one size are the same. Posts
are stored in the order of their times, as a living forum stores them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.core.management.color import no_style
from django.db import connection, models, transaction

from forums.actions import recount_tags, set_words
from forums.models import Category, Post, Reaction, ReadMark, Topic
from groups.models import Group
from moderation.models import Decision, Report, ReviewItem
from peersupport.activity.models import Activity
from peersupport.members.actions import put_norms_in_force
from peersupport.members.models import Member
from peersupport.notifications.models import Notice, Watch

from . import circles, messages, texts

MARKER = "bench_filled_5"  # another name whenever the fill changes: older ones are filled anew
MEMBERS, CATEGORIES = 1000, 20
GROUP_CATEGORY = CATEGORIES + 1  # the large group's discussions, which hold topics 10 to 49
GROUP_TOPICS = 40
WATCHERS = 50  # of the topic that takes replies
LONG_TOPIC, TOPIC, REPLY_TOPIC = 1, 2, 3
LONG, MEASURED = 5000, 100  # posts in the long topic and in the one that is measured
NOTICES = 5000
ITEMS, WAITING = 50_000, 10_000  # what moderators were asked to look at, and what still waits
MODERATOR = 999
WEIGHTS = (0, 1, 2, 3, 5, 8, 13, 45)  # most topics are short, a few are long, some have no reply

TOPICS = """
CREATE TEMP TABLE bench_topics ON COMMIT DROP AS
SELECT k AS id, length,
  CASE WHEN k BETWEEN 10 AND 49 THEN 21
    WHEN k <= 5 OR mod(k * 7919, 100) < 31 THEN 1 ELSE 2 + mod(k * 31, 19) END AS category,
  now() - CASE k WHEN 1 THEN interval '215 days' WHEN 2 THEN interval '8 days'
    ELSE interval '15 days' + mod(k * 7919, total) * interval '680 days' / total END AS starts
FROM unnest(%s::int[]) WITH ORDINALITY AS l(length, k), (SELECT %s::int AS total) AS s"""
POSTS = """
CREATE TEMP TABLE bench_posts ON COMMIT DROP AS
SELECT *, lag(id) OVER (PARTITION BY topic ORDER BY number) AS earlier FROM (
  SELECT *, row_number() OVER (ORDER BY posted_at, topic, number) AS id FROM (
    SELECT t.id AS topic, n AS number, 1 + mod(t.id * 37 + n * 11, 1000) AS author,
      t.starts + (n - 1) * interval '1 hour' AS posted_at, mod(t.id * 13 + n * 7, 200) AS text
    FROM bench_topics t, generate_series(1, t.length) AS n) AS planned) AS numbered
ORDER BY id"""
REACTION_COUNTS = """CASE WHEN mod(p.id, 30) = 0 THEN '{"helpful": 1, "thank_you": 1}'
  WHEN mod(p.id, 10) = 0 THEN '{"helpful": 1}' ELSE '{}' END::jsonb"""
LATE_AUTHORS = """ARRAY(SELECT 1 + mod(t.id * 37 + n * 11, 1000)
  FROM generate_series(t.length, greatest(2, t.length - 2), -1) AS n)"""


def lengths(posts: int) -> list[int]:
    """How many posts each topic has; about one topic for 10 posts, exactly `posts` in all."""
    count, left = posts // 10 - 2, posts - LONG - MEASURED
    scale = left / (count / len(WEIGHTS) * sum(WEIGHTS))
    rest = [max(1, round(WEIGHTS[at % len(WEIGHTS)] * scale)) for at in range(count)]
    missing = left - sum(rest)
    heavy = [at for at in range(count) if rest[at] > 2]
    step = 1 if missing > 0 else -1
    for turn in range(abs(missing)):
        rest[heavy[turn % len(heavy)]] += step
    return [LONG, MEASURED, *rest]


def is_filled() -> bool:
    """Whether the marker says that the database is complete."""
    return MARKER in connection.introspection.table_names()


def fill(posts: int) -> None:
    """Fill the migrated, empty database in one transaction, then tell the planner about it."""
    with transaction.atomic():
        _run("SET LOCAL session_replication_role = replica")  # rows are right by construction
        _run("SET LOCAL work_mem = '256MB'")
        _plan(lengths(posts))
        _people_and_places()
        circles.open_groups(members=MEMBERS, first_category=GROUP_CATEGORY, topics=GROUP_TOPICS)
        with _indexes_later(Post, Topic):
            _words()
            set_words(Topic.objects.values("pk"))
            recount_tags()
        _traces()
        _sequences()
        messages.fill()
        _queue()
        _run(f"CREATE TABLE {MARKER} AS SELECT %s::int AS posts, now() AS filled_at", [posts])
    _run("VACUUM ANALYZE")
    _run("CHECKPOINT")


def _plan(topic_lengths: Sequence[int]) -> None:
    _run(TOPICS, [list(topic_lengths), len(topic_lengths)])
    _run(POSTS)
    _run("CREATE TEMP TABLE bench_texts (n int, body text, html text, excerpt text) ON COMMIT DROP")
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bench_texts VALUES (%s, %s, %s, %s)", list(texts.pool()))
    for name in ("topics", "posts", "texts"):
        _run(f"ANALYZE bench_{name}")


def _people_and_places() -> None:
    put_norms_in_force(1)
    _insert(Member, f"generate_series(1, {MEMBERS}) AS g", {
        "id": "g", "email": "'member-' || g || '@bench.example'", "handle": "'member-' || g",
        "handle_key": "'member-' || g", "password": "'!bench'", "norms_version": "1",
        "display_name": "(ARRAY['Ada','Björn','Chidi','Dora','Emre','Fatou','Grace','Hana',"
        "'Ilya','Jamal','Kaya','Lucía'])[1 + mod(g, 12)] || ' ' || chr(65 + mod(g, 26)) || '.'",
        "tier": "CASE WHEN mod(g, 20) = 0 THEN 2 ELSE 1 END",
        "joined_at": "now() - interval '800 days'", "read_before": "now() - interval '365 days'",
        "claimed_at": "now() - interval '800 days'", "interests": "ARRAY['writing', 'wellbeing']",
        "languages": "ARRAY['en', 'de']",
    })  # fmt: skip
    _insert(Category, f"generate_series(1, {CATEGORIES}) AS g", {
        "id": "g", "parent_id": "CASE WHEN g > 12 THEN g - 12 END", "slug": "'category-' || g",
        "name": "'Category ' || g", "hue": "1 + mod(g, 6)", "position": "g",
        "description": "'What belongs into category ' || g || ', in a sentence of its own.'",
        "topic_count": "(SELECT count(*) FROM bench_topics t WHERE t.category = g)",
    })  # fmt: skip


def _words() -> None:
    """Topics and posts; an answer's number is known before its row is there."""
    sources = """bench_topics t JOIN bench_texts x ON x.n = mod(t.id * 13 + 7, 200)
      LEFT JOIN bench_posts a ON a.topic = t.id AND a.number = 3 AND mod(t.id, 8) = 0"""
    _insert(Topic, sources, {
        "id": "t.id", "category_id": "t.category", "author_id": "1 + mod(t.id * 37 + 11, 1000)",
        "title": "'How do you keep going when chapter ' || t.id || ' makes no sense?'",
        "slug": "'how-do-you-keep-going-when-chapter-' || t.id", "excerpt": "x.excerpt",
        "kind": "CASE WHEN mod(t.id, 4) = 0 THEN 'question' ELSE 'discussion' END",
        "posted_at": "t.starts", "last_post_at": "t.starts + (t.length - 1) * interval '1 hour'",
        "last_number": "t.length", "reply_count": "t.length - 1", "recent_authors": LATE_AUTHORS,
        "answer_id": "a.id", "is_pinned": "t.id IN (4, 5)",
        "tag_names": "CASE WHEN mod(t.id, 3) = 0 THEN ARRAY['exams', 'notes'] ELSE '{}' END",
    })  # fmt: skip
    _insert(Post, "bench_posts p JOIN bench_texts x ON x.n = p.text", {
        "id": "p.id", "topic_id": "p.topic", "number": "p.number", "author_id": "p.author",
        "reply_to_id": "CASE WHEN mod(p.number, 5) = 0 THEN p.earlier END", "body": "x.body",
        "html": "x.html", "posted_at": "p.posted_at", "reaction_counts": REACTION_COUNTS,
    })  # fmt: skip


@contextmanager
def _indexes_later(*tables: type[models.Model]) -> Iterator[None]:
    """Without the indexes of words meanwhile: a million entries are sorted faster than filed."""
    later = [(t, i) for t in tables for i in t._meta.indexes if isinstance(i, GinIndex)]
    for _table, index in later:
        _run(f"DROP INDEX {index.name}")
    yield
    with connection.schema_editor(atomic=False) as editor:
        for table, index in later:
            editor.add_index(table, index)


def _traces() -> None:
    """What reading leaves: reactions, read marks, watches, notices with their activities."""
    for kind, every, step in (("helpful", 10, 5), ("thank_you", 30, 8)):
        _insert(Reaction, f"bench_posts p WHERE mod(p.id, {every}) = 0", {
            "post_id": "p.id", "member_id": f"1 + mod(p.author + {step}, {MEMBERS})",
            "kind": f"'{kind}'", "reacted_at": "p.posted_at + interval '1 day'",
        })  # fmt: skip
    _insert(ReadMark, "bench_topics t WHERE mod(t.id, 2) = 0", {
        "member_id": "1", "topic_id": "t.id", "number": "greatest(1, t.length - mod(t.id, 5))",
    })  # fmt: skip
    _insert(ReadMark, "bench_topics t, generate_series(1, 10) AS j", {
        "member_id": "2 + mod(t.id * 17 + j * 97, 999)", "topic_id": "t.id",
        "number": "1 + mod(t.id * j, t.length)",
    })  # fmt: skip
    topic_type, post_type = (_type_of(model) for model in (Topic, Post))
    _insert(Watch, "bench_topics t", {
        "member_id": "1 + mod(t.id * 37 + 11, 1000)", "target_type_id": topic_type,
        "target_id": "t.id", "level": "2",
    })  # fmt: skip
    _insert(Watch, f"generate_series(1, {WATCHERS}) AS g", {
        "member_id": f"1 + mod({REPLY_TOPIC} * 37 + 11 + g, 1000)", "target_type_id": topic_type,
        "target_id": str(REPLY_TOPIC), "level": "2",
    })  # fmt: skip
    activities = f"generate_series(1, {NOTICES}) AS g"
    aims_at = {"target_type_id": post_type, "target_id": "g"}
    _insert(Activity, activities, aims_at | {
        "id": "g", "verb": "'forums.replied'", "actor_id": f"1 + mod(g + 1, {MEMBERS})",
        "happened_at": "now() - g * interval '1 hour'", "settled_at": "now()",
    })  # fmt: skip
    _insert(Notice, activities, aims_at | {
        "recipient_id": f"1 + mod(g, {MEMBERS})", "kind": "'reply'", "activity_id": "g",
        "created_at": "now() - g * interval '1 hour'",
        "read_at": "CASE WHEN mod(g, 3) > 0 THEN now() END",
    })  # fmt: skip


def _queue() -> None:
    """What was reported and decided, what waits, and who looks at it: one person for each item."""
    post_type, category_type, item_type = (
        _type_of(model) for model in (Post, Category, ReviewItem)
    )
    _run("UPDATE members_member SET role = 'moderator', second_factor_at = now() WHERE id = %s",
         [MODERATOR])  # fmt: skip
    items = f"generate_series(1, {ITEMS}) AS g JOIN bench_posts p ON p.id = 1 + mod(g, {WAITING})"
    opened = "now() - CASE WHEN g > 40000 THEN mod(g, 5000) ELSE g END * interval '1 minute'"
    reason = "(ARRAY['spam','unkind','spam','worry','harm','privacy','other'])[1 + mod(g, 7)]"
    priority = "(ARRAY[3,2,3,1,2,3,3])[1 + mod(g, 7)]"
    _insert(ReviewItem, items, {
        "id": "g", "target_type_id": post_type, "target_id": "p.id", "reason": reason,
        "priority": priority, "author_id": "p.author", "place_type_id": category_type,
        "place_id": f"1 + mod(g, {CATEGORIES})", "report_count": "1", "opened_at": opened,
        "look_by": f"{opened} + interval '4 hours'", "act_by": f"{opened} + interval '1 day'",
        "state": f"CASE WHEN g > {ITEMS - WAITING} THEN 'open' ELSE 'decided' END",
        "decided_at": f"CASE WHEN g <= {ITEMS - WAITING} THEN {opened} + interval '3 hours' END",
        "looked_at": f"CASE WHEN g <= {ITEMS - WAITING} OR mod(g, 3) = 0 THEN now() END",
    })  # fmt: skip
    _insert(Report, "moderation_reviewitem i", {
        "item_id": "i.id", "reporter_id": f"1 + mod(i.author_id + i.id, {MEMBERS})",
        "target_type_id": "i.target_type_id", "target_id": "i.target_id", "reason": "i.reason",
        "note": "'I would rather not meet this here.'", "reported_at": "i.opened_at",
        "state": "CASE WHEN i.state = 'open' THEN 'open' ELSE 'closed' END",
        "closed_at": "i.decided_at",
        "closed_by_id": f"CASE WHEN i.state <> 'open' THEN {MODERATOR} END",
    })  # fmt: skip
    _insert(Decision, "moderation_reviewitem i WHERE i.state = 'decided'", {
        "item_id": "i.id", "target_type_id": "i.target_type_id", "target_id": "i.target_id",
        "about_id": f"nullif(i.author_id, {MODERATOR})", "made_by_id": str(MODERATOR), "made_at": "i.decided_at",
        "act": "CASE WHEN mod(i.id, 2) = 0 THEN 'hide' ELSE 'keep' END", "facts": "'What was done.'",
        "norm_id": "(SELECT min(id) FROM moderation_normrule)", "told_at": "i.decided_at",
    })  # fmt: skip
    _insert(Activity, "moderation_reviewitem i", {
        "verb": "'moderation.opened'", "target_type_id": item_type, "target_id": "i.id",
        "happened_at": "i.opened_at", "settled_at": "now()",
    })  # fmt: skip
    for statement in connection.ops.sequence_reset_sql(no_style(), [ReviewItem]):
        _run(statement)


def _insert(model: type[models.Model], source: str, given: dict[str, str]) -> None:
    """INSERT … SELECT this SQL for each given column, and the model's own default elsewhere."""
    columns, values, defaults = [], [], []
    for field in model._meta.concrete_fields:
        if field.generated or (field.primary_key and field.column not in given):
            continue
        columns.append(f'"{field.column}"')
        values.append(given.get(field.column, "%s"))
        if field.column not in given:
            defaults.append(field.get_db_prep_save(field.get_default(), connection))
    table = model._meta.db_table
    _run(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {source}",
        defaults,
    )


def _type_of(model: type[models.Model]) -> str:
    return str(ContentType.objects.get_for_model(model).pk)


def _sequences() -> None:
    tables = [Member, Group, Category, Topic, Post, Activity]
    for statement in connection.ops.sequence_reset_sql(no_style(), tables):
        _run(statement)


def _run(statement: str, params: Sequence = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
