"""One thing of each kind, with a secret in every text of those that are not public."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from forums.actions import edit, reply, start_topic
from forums.querysets import Audience
from moderation.actions import report
from moderation.models import Norm
from peersupport.activity.models import Activity
from peersupport.members.models import DataExport, Role
from peersupport.notifications.actions import tell
from peersupport.notifications.letters import unsubscribe_token
from peersupport.notifications.models import Kind, Notice
from tests.conftest import new_category, new_member, without_factor

from .table import CANARY, Crowd

SHADES = {"public": Audience.PUBLIC, "members": Audience.MEMBERS, "staff": Audience.STAFF}


@dataclass(kw_only=True)
class World(Crowd):
    """Things by shade, and how to address them."""

    topics: dict
    posts: dict
    notice: Notice
    report_id: int
    norm_id: int
    export_id: int

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
            "handle": post.author.handle, "token": "", "key": "no-such-key", "uidb36": "1",
        }  # fmt: skip
        if name in {"forums:category_detail", "forums:topic_new"}:
            arguments["slug"] = topic.category.slug
        if name == "moderation:report_new":
            arguments["pk"] = post.pk
        if name in {"members:account_claim", "members:factor_reset_stop", "members:erasure_stop"}:
            arguments["token"] = "nonsense"
        if name.startswith("members:data_export"):
            arguments["pk"] = self.export_id
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
            "report": self.report_id, "category": self.topics[shade].category_id,
            "norm": self.norm_id, "member": self.people["stranger"].pk,
        }  # fmt: skip
        if name.endswith(("_change", "_delete", "_history")) and "password" not in name:
            return reverse(name, args=[ids[name.split("_")[1]]])
        return reverse(name)

    def data(self, name: str, shade: str) -> dict:
        """What a well-meant POST to a route holds."""
        post = self.posts[shade]
        return {
            "moderation:norms_accept": {"agree": "on"},
            "moderation:report_new": {"reason": "spam"},
            "notifications:letter_choice": {"kind": "reply", "wanted": "0"},
            "forums:topic_new": {"kind": "discussion", "title": "A title", "body": "Words."},
            "forums:topic_reply": {"body": "Words."},
            "forums:post_preview": {"body": "Words."},
            "forums:topic_watch": {"level": "2"},
            "forums:topic_lock": {"locked": "1"},
            "forums:topic_pin": {"pinned": "1"},
            "forums:topic_move": {"category": self.topics["public" if shade == "members" else "members"].category_id},
            "forums:post_edit": {"body": "Other words.", "version": post.version, "reason": "Why."},
            "forums:post_react": {"kind": "helpful"},
        }.get(name, {})  # fmt: skip


def build() -> World:
    """Public, members-only and staff-only category, each with the author's question and a reply."""
    people = {
        "closed": new_member(is_active=False),
        "newcomer": new_member(norms_version=0),
        "stranger": new_member(),
        "author": new_member(role=Role.NONE),
        "moderator": new_member(role=Role.MODERATOR),
        "organiser": new_member(role=Role.ORGANISER),
        "administrator": new_member(role=Role.ADMINISTRATOR, is_superuser=True),
        "unguarded": without_factor(new_member(role=Role.ADMINISTRATOR, is_superuser=True)),
    }
    topics, posts = {}, {}
    for shade, audience in SHADES.items():
        topics[shade], posts[shade] = _question(shade, audience, people)
    activity = Activity.objects.filter(verb="forums.replied").first()
    tell([people["author"]], kind=Kind.REPLY, activity=activity, target=posts["public"])
    made = report(posts["public"], reporter=people["stranger"], reason="other")
    copy = DataExport.objects.create(member=people["author"], state="ready", file="none.zip")
    return World(
        people=people, topics=topics, posts=posts, notice=Notice.objects.get(), report_id=made.pk,
        norm_id=Norm.objects.get().pk, export_id=copy.pk,
    )  # fmt: skip


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
    topic = start_topic(
        category,
        author=author,
        title=f"Question {shade} {secret}",
        body=f"Words {secret}",
        kind="question",
    )
    post = reply(topic, author=author, body=f"First words {secret}")
    post = edit(post, editor=author, body=f"Reply {secret}", version=1, reason=secret)
    author.role, author.second_factor_at = Role.NONE, None
    return topic, post
