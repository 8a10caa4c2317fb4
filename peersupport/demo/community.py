"""Fill an empty database with the demo community: fictional, deterministic, at true times."""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from forums.actions import (
    announce,
    keep_bookmark,
    name_alias,
    recount_tags,
    render_post,
    set_words,
    slug_of,
    split,
    with_latest,
)
from forums.models import (
    Category,
    Draft,
    Post,
    PostRevision,
    Reaction,
    ReadMark,
    Tag,
    TagSuggestion,
    Topic,
)
from forums.querysets import Audience, took_part
from groups.resources.actions import Chosen, attach, take_in
from moderation.actions import hold_trust, publish_norms, seal_author
from moderation.models import Norm
from peersupport.activity.models import Activity
from peersupport.administration.models import RoleGrant
from peersupport.core import richtext
from peersupport.core.names import handle_key
from peersupport.members.actions import (
    Facts,
    block,
    give_consent,
    judge_trust,
    keep_facts,
    mute,
    new_recovery_codes,
    new_seed,
    new_stand_in,
    publish_policy,
    sha256_of,
    turn_on_second_factor,
    withdraw_consent,
)
from peersupport.members.models import ConsentRecord, Member, Part, Purpose, Trust
from peersupport.notifications.actions import watch
from peersupport.notifications.models import Kind, Notice, Watch

from . import texts
from .circles import Circle
from .decisions import build_decision
from .drawings import bar_chart
from .duty import run_demo_duty
from .held import hold_demo_posts
from .prompts import run_demo_prompts
from .reports import build_reports
from .talks import Talks

AUDIENCES = {"public": Audience.PUBLIC, "members": Audience.MEMBERS, "staff": Audience.STAFF}
NOTICE_DAYS = 7
NEW_DAYS = 30  # whoever joined since then still has the list of first steps
UNREAD_DAYS = 3  # what happened since then is new for the demo accounts

Say = Callable[[str], None]


@transaction.atomic
def found(now: datetime | None = None, say: Say = lambda words: None) -> Counter:
    """Create everything, as of `now`. Returns how many rows of each kind."""
    builder = Builder(now or timezone.now())
    builder.members()
    builder.categories()
    for number, topic in enumerate(texts.topics(), start=1):
        builder.topic(topic)
        say(f"{number} topics, {builder.counts['posts']} posts")
    builder.groups()
    builder.drafts()
    builder.talks()
    run_demo_prompts(builder.places, builder.people, builder.now)
    builder.finish()
    builder.keep()
    builder.moderators()
    build_decision(builder.people, builder.now)
    build_reports(builder.people, builder.now)
    hold_demo_posts(builder.places, builder.people, builder.now)
    builder.trust()
    run_demo_duty(builder.people, builder.now)
    return builder.counts


def is_empty() -> bool:
    return not Member.objects.exists()


def accounts() -> list[Member]:
    """The members of the demo that one logs in as."""
    handles = [m["handle"] for m in texts.read("members.toml")["member"] if m.get("demo")]
    return sorted(Member.objects.filter(handle__in=handles), key=lambda m: handles.index(m.handle))


class Builder:
    """Rows in the making: people and places by name, so that texts can refer to them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.people: dict[str, Member] = {}
        self.places: dict[str, Category] = {}
        self.counts: Counter = Counter()
        self.told: list[Notice] = []
        self.managed: list[tuple[Topic, dict[str, Any]]] = []
        self.post_type = ContentType.objects.get_for_model(Post)
        self.topic_type = ContentType.objects.get_for_model(Topic)

    def members(self) -> None:
        password = make_password(texts.PASSWORD)
        norm = Norm(version=1, title="How we treat each other", body=texts.norms())
        for row in texts.read("members.toml")["member"]:
            fields = {
                k: row[k] for k in ("handle", "display_name", "about", "time_zone", "tier", "role")
            }
            joined_at = self.now - timedelta(days=row["joined_days_ago"])
            self.people[row["handle"]] = Member(
                **fields, interests=row.get("interests", []), languages=row.get("languages", []),
                pronouns=row.get("pronouns", ""), handle_key=handle_key(row["handle"]),
                email=f"{row['handle']}@demo.example", password=password, norms_version=1,
                terms_version=1, privacy_version=1,
                joined_at=joined_at, claimed_at=joined_at, is_superuser=row["role"] == "administrator",
                read_before=max(joined_at, self.now - timedelta(days=30)),
                days_visited=row["joined_days_ago"] // 3,
                hidden_notes=row.get("hides", []), hidden_tags=row.get("hides_tags", []),
                first_steps=row["joined_days_ago"] < NEW_DAYS, **self._found(row),
            )  # fmt: skip
        Member.objects.bulk_create(self.people.values())
        EmailAddress.objects.bulk_create(
            EmailAddress(user=member, email=member.email, verified=True, primary=True)
            for member in self.people.values()
        )
        for member in self.people.values():
            member.groups.set(Group.objects.filter(name=member.role))
            if member.role:  # /dev/codes/ shows what their app would
                seed, codes = new_seed(member), new_recovery_codes()
                turn_on_second_factor(member, sealed_seed=seed, codes=codes)
        self._keep_away()
        self._grants()
        publish_norms(norm, by=None)
        self._policies(norm)
        self.counts["members"] = len(self.people)

    def _policies(self, norm: Norm) -> None:
        """Terms and a privacy notice that changed a little, and everybody's yes to them."""
        notice = texts.policy("privacy")
        older = "\n".join(line for line in notice.splitlines() if "**Signing in:**" not in line)
        begun = self.now - timedelta(days=400)
        terms = publish_policy(
            "terms", body=texts.policy("terms"), is_major=True, effective_from=begun
        )
        first = publish_policy("privacy", body=older, is_major=True, effective_from=begun)
        publish_policy(
            "privacy", body=notice, is_major=False, effective_from=self.now - timedelta(days=12),
            changes="It says what is kept about signing in, now that there is two-step sign-in.",
        )  # fmt: skip
        yes = {"granted": True, "method": ConsentRecord.Method.ACCEPTED}
        ConsentRecord.objects.bulk_create(
            ConsentRecord(member=member, at=member.joined_at + timedelta(minutes=4), **agreed, **yes)
            for member in self.people.values()
            for agreed in (
                {"purpose": "norms", "version": "1", "text_sha256": sha256_of(norm.html)},
                *({"purpose": document.kind, "version": document.version, "document": document,
                   "text_sha256": document.sha256} for document in (terms, first)),
            )
        )  # fmt: skip
        for member in self.people.values():
            if member.listed:
                give_consent(member, Purpose.DIRECTORY)
        amara = self.people["amara"]
        give_consent(amara, Purpose.ANALYTICS)
        give_consent(amara, Purpose.RESEARCH)
        withdraw_consent(amara, Purpose.RESEARCH)

    @staticmethod
    def _found(row: dict[str, Any]) -> dict[str, Any]:
        """Who is in the directory, and lets others see what they look for."""
        shown = dict.fromkeys([Part.INTERESTS.value, Part.LANGUAGES.value], "members")
        return {"listed": True, "shown_to": shown} if row.get("listed") else {}

    def _keep_away(self) -> None:
        """Somebody who muted one person, and blocked another."""
        for row in texts.read("members.toml")["member"]:
            for handle in row.get("mutes", []):
                mute(self.people[row["handle"]], other=self.people[handle])
            for handle in row.get("blocks", []):
                block(self.people[row["handle"]], other=self.people[handle])

    def _grants(self) -> None:
        """How those with a role came to it; one of them is due for a look."""
        staff = [member for member in self.people.values() if member.role]
        named = next(member for member in staff if member.is_superuser)
        reason = "Agreed in the team meeting; trained, and two people vouch for them."
        RoleGrant.objects.bulk_create(
            RoleGrant(
                member=member, role=member.role, granted_at=self.now - timedelta(days=40 + 70 * place),
                reason="Named when the site was set up." if member is named else reason,
                granted_by=None if member is named else named,
            )
            for place, member in enumerate(staff)
        )  # fmt: skip

    def categories(self) -> None:
        for row in texts.read("categories.toml")["category"]:
            rights = {name: AUDIENCES[row[name]] for name in ("see", "read", "start", "reply")}
            self.places[row["slug"]] = Category.objects.create(
                **{k: row[k] for k in ("slug", "name", "description", "hue", "icon", "position")},
                **rights, is_sensitive=row["sensitive"], parent=self.places.get(row["parent"]),
                allows_anonymous=row.get("anonymous", False), hold=row.get("hold", "open"),
                is_support=row["sensitive"],
                template=row.get("template", ""), slow_seconds=row.get("slow_seconds", 0),
                template_title_hint=row.get("template_title_hint", ""),
            )  # fmt: skip
        self.counts["categories"] = len(self.places)

    def groups(self) -> None:
        """Groups with their discussions, which are the forum's own topics in a category of theirs."""
        for row in texts.read("groups.toml")["group"]:
            circle = Circle(row, self.people, self.now, self.told)
            category = circle.build()
            if category:
                self.places[row["slug"]] = category
            for topic in row.get("topic", []):
                self.topic({**topic, "category": row["slug"]})
            latest = Topic.objects.filter(category=category).aggregate(at=Max("last_post_at"))
            circle.close(latest["at"])
            self.counts["groups"] += 1

    def topic(self, row: dict[str, Any]) -> None:
        started_at = self.now - timedelta(days=row["days_ago"])
        author = new_stand_in(1) if row.get("unnamed") else self.people[row["author"]]
        topic = Topic.objects.create(
            category=self.places[row["category"]], kind=row["kind"], title=row["title"],
            slug=slug_of(row["title"]), author=author, posted_at=started_at,
            is_pinned=row.get("pinned", False), is_locked=row.get("locked", False),
            tag_names=row.get("tags", []),
        )  # fmt: skip
        unnamed = self._stand_ins(topic, row["post"])
        posts = [
            self._post(topic, number, each, row["post"])
            for number, each in enumerate(row["post"], 1)
        ]
        for post, each in zip(posts, row["post"], strict=True):
            if each.get("unnamed"):
                post.author = unnamed[each["author"]]
        Post.objects.bulk_create(posts)
        for post, each in zip(posts, row["post"], strict=True):
            if each.get("unnamed"):
                seal_author(post, author=self.people[each["author"]])
        self._files(posts, row["post"])
        self._link_replies(posts, row["post"])
        self._revisions(posts, row["post"], started_at)
        self._reactions(posts, row["post"])
        self._close(topic, posts, row["post"])
        set_words([topic.pk])
        if "split" in row or "announced_days" in row:
            self.managed.append((topic, row))
        self.counts["topics"] += 1
        self.counts["posts"] += len(posts)

    def _stand_ins(self, topic, rows) -> dict[str, Member]:
        """By handle: who stands in for those who write in a topic without their name."""
        found: dict[str, Member] = {}
        for row in rows:
            handle = row["author"]
            if row.get("unnamed") and handle not in found:
                number = len(found) + 1
                stand_in = topic.author if topic.author.is_stand_in and number == 1 else None
                found[handle] = stand_in or new_stand_in(number)
                name_alias(topic, number=number, stand_in=found[handle], member=self.people[handle])
        return found

    def _post(self, topic, number, row, rows) -> Post:
        body = row["body"].strip()
        if quoted := row.get("quote"):
            who = self.people[rows[quoted - 1]["author"]].display_name
            link = topic.permalink(quoted)
            body = richtext.quotation(row["quote_text"], who=who, number=quoted, link=link) + body
        counts = {kind: len(who) for kind, who in row.get("reactions", {}).items()}
        return Post(
            topic=topic, number=number, author=self.people[row["author"]], body=body,
            html=render_post(body), reaction_counts=counts,
            note=row.get("note", ""), note_words=row.get("note_words", ""),
            posted_at=topic.posted_at + timedelta(hours=row["hours_after"]),
        )  # fmt: skip

    def _files(self, posts, rows) -> None:
        for post, row in zip(posts, rows, strict=True):
            chosen = []
            for each in row.get("file", []):
                data = bar_chart(each["bars"]) if "bars" in each else each["text"].encode()
                taken = take_in(SimpleUploadedFile(each["name"], data), owner=post.author)
                chosen.append(Chosen(taken.uuid, each.get("alt", "")))
            if chosen:
                post.files = attach(chosen, by=post.author, to=post)
                post.save(update_fields=["files"])

    def _link_replies(self, posts, rows) -> None:
        linked = []
        for post, row in zip(posts, rows, strict=True):
            if target := row.get("reply_to") or row.get("quote"):
                post.reply_to = posts[target - 1]
                linked.append(post)
        Post.objects.bulk_update(linked, ["reply_to"])

    def _revisions(self, posts, rows, started_at) -> None:
        for post, row in zip(posts, rows, strict=True):
            if "edited_from" not in row:
                continue
            post.edited_at = started_at + timedelta(hours=row["edited_hours_after"])
            post.version = 2
            post.save(update_fields=["edited_at", "version"])
            PostRevision.objects.create(
                post=post, version=1, body=row["edited_from"].strip(), editor=post.author,
                edited_at=post.edited_at, reason=row.get("edit_reason", ""),
            )  # fmt: skip

    def _reactions(self, posts, rows) -> None:
        Reaction.objects.bulk_create(
            Reaction(
                post=post, member=self.people[handle], kind=kind,
                reacted_at=min(max(post.posted_at, self.people[handle].joined_at)
                               + timedelta(minutes=20 + 7 * index), self.now),
            )
            for post, row in zip(posts, rows, strict=True)
            for kind, handles in row.get("reactions", {}).items()
            for index, handle in enumerate(handles)
        )  # fmt: skip

    def _close(self, topic, posts, rows) -> None:
        """Counters, the answer, who follows, and the activity that says it all happened."""
        latest: list[int] = []
        for post in posts[1:]:
            latest = with_latest(latest, post.author_id, topic.author_id)
        topic.note, topic.note_words = posts[0].note, posts[0].note_words
        topic.excerpt = "" if topic.note else richtext.excerpt(posts[0].html)
        topic.last_number, topic.reply_count = len(posts), len(posts) - 1
        topic.last_post_at, topic.recent_authors = posts[-1].posted_at, latest
        answers = [p for p, row in zip(posts, rows, strict=True) if row.get("answer")]
        topic.answer = answers[0] if answers else None
        topic.save()
        followers = {post.author_id for post in posts if not post.author.is_stand_in}
        Watch.objects.bulk_create(
            Watch(member_id=pk, target_type=self.topic_type, target_id=topic.pk,
                  level=Watch.Level.FOLLOWING)
            for pk in followers
        )  # fmt: skip
        self._activities(topic, posts)
        self._read_marks(topic, posts)

    def _activities(self, topic, posts) -> None:
        activities = Activity.objects.bulk_create(
            Activity(
                verb="forums.replied" if post.number > 1 else "forums.started",
                actor=post.author, target_type=self.post_type, target_id=post.pk,
                data={"topic": topic.pk, "category": topic.category_id},
                happened_at=post.posted_at, settled_at=post.posted_at,
            )
            for post in posts
        )  # fmt: skip
        seen: set[int] = set()
        told = []
        for post, activity in zip(posts, activities, strict=True):
            if self.now - post.posted_at < timedelta(days=NOTICE_DAYS):
                told += [self._notice(pk, post, activity) for pk in seen - {post.author_id}]
            if not post.author.is_stand_in:
                seen.add(post.author_id)
        self.told += told

    def _notice(self, recipient: int, post: Post, activity: Activity) -> Notice:
        is_old = self.now - post.posted_at > timedelta(days=UNREAD_DAYS)
        return Notice(
            recipient_id=recipient, kind=Kind.REPLY, activity=activity,
            target_type=self.post_type, target_id=post.pk, created_at=post.posted_at,
            read_at=post.posted_at if is_old else None,
        )  # fmt: skip

    def _read_marks(self, topic, posts) -> None:
        """People have read what they wrote in, up to a few days ago."""
        since = self.now - timedelta(days=UNREAD_DAYS)
        readers = set() if topic.category.group_id else {"amara", "lena"}
        wrote = {post.author.handle for post in posts if not post.author.is_stand_in}
        for handle in wrote | readers:
            member = self.people[handle]
            read = [p.number for p in posts if p.posted_at < since or p.author_id == member.pk]
            if read and topic.category.read <= (2 if member.is_staff else 1):
                ReadMark.objects.create(member=member, topic=topic, number=max(read))

    def drafts(self) -> None:
        """What somebody has begun and not posted."""
        for row in texts.read("drafts.toml")["draft"]:
            words = {name: row[name].strip() for name in ("kind", "title", "body") if name in row}
            Draft.objects.create(
                member=self.people[row["author"]], category=self.places.get(row.get("category")),
                topic=Topic.objects.filter(title=row.get("reply_to")).first(), words=words,
                saved_at=self.now - timedelta(hours=row["hours_ago"]),
            )  # fmt: skip

    def talks(self) -> None:
        """What people say to each other, one to one and in their groups' rooms."""
        for room in Talks(self.people, self.now, self.told).build():
            self.counts["rooms"] += 1
            self.counts["lines"] += room.last_number

    def finish(self) -> None:
        """Notices in the order in which people got them, and how many topics there are."""
        Notice.objects.bulk_create(sorted(self.told, key=lambda notice: notice.created_at))
        self.counts["notices"] = len(self.told)
        for category in self.places.values():
            category.topic_count = category.topics.count()
            category.save(update_fields=["topic_count"])
        recount_tags()

    def keep(self) -> None:
        """What people keep for later, follow, and suggested: a little of each."""
        amara = self.people["amara"]
        for number, (title, note) in enumerate(texts.read("kept.toml")["kept"].items()):
            post = Post.objects.get(topic__title=title, number=1)
            later = self.now + timedelta(days=2) if number == 0 else None
            keep_bookmark(post, member=amara, note=note, remind_at=later)
        Tag.objects.filter(name="exams").update(
            description="Before, during and after: revising, sitting them, resits."
        )
        Tag.objects.create(name="examinations", same_as=Tag.objects.get(name="exams"))
        watch(amara, Tag.objects.get(name="statistics"), level=Watch.Level.FOLLOWING)
        topic = Topic.objects.filter(tag_names__contains=["sleep"]).first()
        TagSuggestion.objects.create(name="night-shift", topic=topic, suggested_by=topic.author)

    def moderators(self) -> None:
        """A topic that is announced, and one of which a part was split off."""
        by = self.people["priya"]
        by.refresh_from_db()  # with the second step that was set up
        for topic, row in self.managed:
            if "announced_days" in row:
                until = self.now + timedelta(days=row["announced_days"])
                announce(topic, by=by, until=until)
            if "split" in row:
                part = row["split"]
                numbers, title = part["numbers"], part["title"]
                split(topic, numbers=numbers, title=title, to=topic.category, by=by)
                self.counts["topics"] += 1
        quiet = Activity.objects.filter(verb__in=["forums.split", "forums.announced"])
        quiet.update(settled_at=self.now)  # nobody is told of what the demo begins with

    def trust(self) -> None:
        """Levels as the night would have counted them, and one member whom staff hold."""
        keep_facts(Facts(*row) for row in took_part())
        judge_trust(self.now)
        held, by = self.people["grumpyotter"], self.people["priya"]
        by.refresh_from_db()  # with the second step that was set up
        reason = "Three posts linked to a shop that sells essays. We talk again in March."
        hold_trust(held, level=Trust.NEW, by=by, reason=reason)


def progress(words: str) -> None:
    """Show how far it is, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  filling the demo community: {words}   ")
        sys.stderr.flush()
