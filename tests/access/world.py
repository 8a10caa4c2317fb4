"""One thing of each kind, with a secret in every text of those that are not public."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from forums.actions import (
    PollFacts,
    edit,
    keep_bookmark,
    reply,
    save_draft,
    schedule_prompt,
    start_topic,
)
from forums.models import Post, Tag
from forums.querysets import Audience
from groups.resources.actions import Chosen, take_in
from moderation.actions import ask_authorship, decide, open_item, report, seal_author
from moderation.models import Norm, Sample, SampledDecision
from moderation.safety.models import Shift
from peersupport.activity.models import Activity
from peersupport.administration.actions import audit
from peersupport.members.actions import block, invite_to_community, publish_policy
from peersupport.members.models import DataExport, Role
from peersupport.notifications.actions import tell
from peersupport.notifications.letters import unsubscribe_token
from peersupport.notifications.models import Kind, Notice
from tests.conftest import new_category, new_member, unconfirmed, with_factor, without_factor
from tests.resources.samples import drawing

from .table import CANARY, Crowd

SHADES = {"public": Audience.PUBLIC, "members": Audience.MEMBERS, "staff": Audience.STAFF}
NEED_A_TOKEN = {
    "members:account_claim", "members:factor_reset_stop", "members:invitation_detail", "members:erasure_stop",
    "forums:member_feed",
}  # fmt: skip


@dataclass(kw_only=True)
class World(Crowd):
    """Things by shade, and how to address them."""

    topics: dict
    plain: dict  # topics without a poll
    posts: dict
    prompts: dict
    notice: Notice
    report_id: int
    item_id: int
    norm_id: int
    policy_id: int
    sealed_id: int
    asked_id: int
    audit_id: int
    invitation_id: int
    export_id: int
    bookmark_id: int
    draft_id: int
    shift_id: int
    sampled_id: int

    def address(self, name: str, route: str, shade: str) -> str:
        """The address of a route for the thing of that shade."""
        if name.startswith("admin:"):
            return self._admin_address(name, shade)
        arguments = self._arguments(name, shade)
        known = {key: value for key, value in arguments.items() if f"{key}>" in route}
        return reverse(name, kwargs=known)

    def _arguments(self, name: str, shade: str) -> dict:
        topic, post = self.topics[shade], self.posts[shade]
        arguments = {
            "pk": topic.pk, "slug": topic.slug, "number": post.number, "model": "forums.post",
            "kind": "terms", "name": "unread", "version": "1.0",
            "handle": post.author.handle, "token": "", "key": "no-such-key", "uidb36": "1",
        }  # fmt: skip
        if name in {
            "forums:category_detail", "forums:category_watch", "forums:topic_new",
            "forums:category_feed",
        }:  # fmt: skip
            arguments["slug"] = topic.category.slug
        if name.startswith("forums:tag_"):
            arguments["name"] = topic.tag_names[0]
        if name == "forums:topic_merge":
            arguments["pk"] = self.plain[shade].pk
        if name == "forums:bookmark_drop":
            arguments["pk"] = self.bookmark_id
        if name.startswith("forums:prompt"):
            arguments |= {"slug": topic.category.slug, "pk": self.prompts[shade].pk}
        if name == "moderation:report_new":
            arguments["pk"] = post.pk
        if name.startswith("resources:"):
            picture = post.attachments.get()
            arguments |= {"uuid": picture.uuid, "name": picture.name}
        if name in {"moderation:authorship_ask", "moderation:authorship_emergency"}:
            arguments["pk"] = self.sealed_id
        elif name.startswith("moderation:authorship"):
            arguments["pk"] = self.asked_id
        if name == "moderation:report_detail":
            arguments["pk"] = self.report_id
        if name.startswith("moderation:item_"):
            arguments["pk"] = self.item_id
        if name == "moderation:trust_hold":
            arguments["handle"] = self.people["stranger"].handle
        if name == "administration:audit_detail":
            arguments["pk"] = self.audit_id
        if name in NEED_A_TOKEN:
            arguments["token"] = "nonsense"
        if name == "members:passkey_remove":
            arguments["pk"] = 0
        if name == "members:invitation_revoke":
            arguments["pk"] = self.invitation_id
        if name.startswith("members:data_export"):
            arguments["pk"] = self.export_id
        if name == "moderation:sample_review":
            arguments["pk"] = self.sampled_id
        if name == "safety:shift_cancel":
            arguments["pk"] = self.shift_id
        if name == "forums:draft_discard":
            arguments["pk"] = self.draft_id
        if name == "notifications:notice_detail":
            arguments["pk"] = self.notice.pk
        if name == "notifications:letter_unsubscribe":
            arguments["token"] = unsubscribe_token(post.author, Kind.REPLY)
        return arguments

    def _admin_address(self, name: str, shade: str) -> str:
        if name.startswith("admin:UNNAMED"):
            return reverse("admin:index") + "no-such-page/"
        if name == "admin:app_list":
            return reverse(name, args=["forums"])
        if name == "admin:view_on_site":
            return reverse(name, args=[self.notice.target_type_id, self.posts[shade].pk])
        ids = {
            "report": self.report_id, "reviewitem": self.item_id, "category": self.topics[shade].category_id,
            "policydocument": self.policy_id,
            "norm": self.norm_id, "member": self.people["stranger"].pk,
        }  # fmt: skip
        if name.endswith(("_change", "_delete", "_history")) and "password" not in name:
            return reverse(name, args=[ids[name.split("_")[1]]])
        return reverse(name)

    def _elsewhere(self, shade: str):
        """A topic of another category."""
        return self.topics["public" if shade == "members" else "members"]

    def data(self, name: str, shade: str) -> dict:
        """What a well-meant POST to a route holds."""
        post = self.posts[shade]
        return {
            "members:login_code": {"code": "000000"},
            "members:invitation_list": {"most_uses": "1", "days": "7"},
            "moderation:norms_accept": {"agree": "on"},
            "members:consent_change": {"purpose": "research", "granted": "1"},
            "moderation:item_note": {"text": "A note."},
            "moderation:item_decide": {"act": "keep", "step": "nothing", "version": "1"},
            "moderation:items_clear": {"item": f"{self.item_id}.1", "sure": "1"},
            "moderation:report_new": {"reason": "spam", "send": "1"},
            "moderation:sample_review": {"opinion": "same"},
            "safety:shift_list": {
                "member": self.people["moderator"].pk, "kind": "duty", "day": "2050-01-01", "starts": "09:00",
                "ends": "17:00", "weeks": "1",
            },
            "safety:shift_start": {"hours": "2"},
            "moderation:trust_hold": {"level": "0", "reason": "Why."},
            "moderation:authorship_ask": {"reason": "Why."},
            "moderation:authorship_emergency": {"reason": "Why.", "in_danger": "on"},
            "moderation:authorship_answer": {"answer": "agreed"},
            "notifications:letter_choice": {"kind": "reply", "wanted": "0"},
            "forums:topic_new": {"kind": "discussion", "title": "A title", "body": "Words."},
            "forums:poll_vote": {"choice": "1"},
            "forums:prompt_new": {"title": "A title", "body": "Words.", "pinned_days": 7, "weeks": 1},
            "forums:prompt_edit": {"title": "A title", "body": "Words.", "pinned_days": 7},
            "forums:topic_reply": {"body": "Words."},
            "forums:post_preview": {"body": "Words."},
            "forums:topic_watch": {"level": "2"},
            "forums:category_watch": {"level": "2"},
            "forums:settings_themes": {"notes": "grief"},
            "forums:tag_watch": {"level": "2"},
            "forums:tag_edit": {"description": "What it is for."},
            "forums:tag_suggestions": {"name": "word", "act": "leave"},
            "forums:topic_tags": {"tags": f"tag-of-{shade}"},
            "forums:topic_lock": {"locked": "1"},
            "forums:topic_pin": {"pinned": "1"},
            "forums:topic_move": {"category": self._elsewhere(shade).category_id, "widen": "on"},
            "forums:topic_split": {
                "posts": ["2"], "title": "A title", "category": self.topics[shade].category_id,
            },
            "forums:topic_merge": {
                "into": self._elsewhere(shade).pk, "confirmed": self._elsewhere(shade).pk,
                "widen": "on",
            },
            "forums:topic_announce": {"days": "3"},
            "forums:post_restore": {"version": post.version, "reason": "Why."},
            "forums:post_edit": {"body": "Other words.", "version": post.version, "reason": "Why."},
            "forums:post_react": {"kind": "helpful"},
        }.get(name, {})  # fmt: skip


def build() -> World:
    """Public, members-only and staff-only category, each with the author's question and a reply."""
    people = {
        "unverified": unconfirmed(new_member()),
        "halfway": with_factor(new_member()),
        "suspended": new_member(is_active=False),
        "newcomer": new_member(norms_version=0),
        "stranger": new_member(),
        "blocked": new_member(),
        "author": new_member(role=Role.NONE),
        "moderator": new_member(role=Role.MODERATOR),
        "organiser": new_member(role=Role.ORGANISER),
        "administrator": new_member(role=Role.ADMINISTRATOR, is_superuser=True),
        "no_second_factor": without_factor(new_member(role=Role.ADMINISTRATOR, is_superuser=True)),
    }
    block(people["author"], other=people["blocked"])
    topics, posts, plain = {}, {}, {}
    for shade, audience in SHADES.items():
        topics[shade], posts[shade], plain[shade] = _question(shade, audience, people)
    prompts = {shade: _prompt(shade, topics[shade], people) for shade in SHADES}
    activity = Activity.objects.filter(verb="forums.replied").first()
    tell([people["author"]], kind=Kind.REPLY, activity=activity, target=posts["public"])
    policy = publish_policy("terms", body="Terms.", is_major=True)
    publish_policy("privacy", body="Notice.", is_major=True)
    made = report(posts["public"], reporter=people["stranger"], reason="other")
    sealed = seal_author(posts["public"], author=people["author"])
    asked = ask_authorship(sealed, by=people["moderator"], reason="Why.")
    copy = DataExport.objects.create(member=people["author"], state="ready", file="none.zip")
    words = {"title": CANARY, "body": f"{CANARY} begun"}
    draft = save_draft(topics["public"], by=people["author"], words=words)
    return World(
        people=people, topics=topics, plain=plain, posts=posts, prompts=prompts, notice=Notice.objects.get(), report_id=made.pk, item_id=made.item_id,
        norm_id=Norm.objects.get().pk, policy_id=policy.pk, sealed_id=sealed.pk,
        asked_id=asked.pk, audit_id=audit(by=None).pk,
        invitation_id=invite_to_community(by=people["organiser"], address="canary@example.org").pk,
        export_id=copy.pk,
        bookmark_id=keep_bookmark(posts["public"], member=people["author"], note=CANARY).pk,
        draft_id=draft.pk, shift_id=_shift(people["moderator"]).pk,
        sampled_id=_sampled(plain["public"], people["moderator"]).pk,
    )  # fmt: skip


def _shift(moderator):
    begins = timezone.now() + timedelta(days=3)
    return Shift.objects.create(
        member=moderator, starts_at=begins, ends_at=begins + timedelta(hours=2)
    )


def _sampled(topic, moderator):
    """A decision of the moderator's, drawn for somebody else."""
    item = open_item(topic.posts.get(number=1), reason="other")
    decision = decide(item, by=moderator, version=item.version)
    sample = Sample.objects.create(week="2026-01-05", seed=1, drawn_from=1)
    return SampledDecision.objects.create(sample=sample, decision=decision, decided_by=moderator)


def _question(shade, audience, people):
    """Everything in it is the author's, who is staff for as long as it takes to write there."""
    secret = "" if shade == "public" else CANARY
    author = people["author"]
    author.role = Role.ORGANISER if shade == "staff" else Role.NONE
    author.second_factor_at = timezone.now() if shade == "staff" else None
    writes = max(audience, Audience.MEMBERS)
    category = new_category(
        slug=f"{shade}-place", name=f"{shade} {secret}", description=secret,
        see=audience, read=audience, start=writes, reply=writes,
    )  # fmt: skip
    tag = Tag.objects.create(name=f"tag-of-{shade}", description=secret)
    topic = start_topic(
        category,
        tags=[tag.name],
        author=author,
        title=f"Question {shade} {secret}",
        body=f"Words {secret}",
        kind="question",
        poll=PollFacts(question=f"Poll {secret}", options=[f"Yes {secret}", "No"]),
    )
    plain = start_topic(
        category, author=author, title=f"Plain {shade} {secret}", body=secret or "W."
    )
    post = reply(topic, author=author, body=f"First words {secret}")
    Post.objects.filter(pk=post.pk).update(posted_at=timezone.now() - timedelta(hours=1))
    files = [Chosen(take_in(drawing(), owner=author).uuid, secret)]
    post = edit(post, editor=author, body=f"Reply {secret}", version=1, reason=secret, files=files)
    author.role, author.second_factor_at = Role.NONE, None
    return topic, post, plain


def _prompt(shade, topic, people):
    """What a moderator will ask next week; nobody else knows of it yet."""
    return schedule_prompt(
        topic.category, author=people["moderator"], title=f"Prompt {shade} {CANARY}", body=CANARY,
        opens_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
