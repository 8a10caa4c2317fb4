"""Every page of the staff was looked at: what shows something private leaves a row in the log."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groups.rooms.actions import new_room
from groups.rooms.models import Line
from moderation.actions import (
    Excerpt,
    ExcerptLine,
    answer_authorship,
    appeal,
    ask_authorship,
    decide,
    open_item,
    report,
    seal_author,
)
from moderation.models import Decision, ReviewItem, Sample, SampledDecision
from moderation.querysets.log import GROUPS
from peersupport.activity.models import Activity
from peersupport.core.access import Rule
from peersupport.members.models import Role
from tests.conftest import SignedIn, kindness_rule
from tests.members.door import show_password_again

from .table import walk

# What a page shows of what is not for everybody, by the verb that says so in the log.
READS = {
    "moderation:item_detail": "moderation.private_read",
    "moderation:item_excerpt": "moderation.excerpt_opened",
    "moderation:sample_review": "moderation.private_read",
    "moderation:appeal_detail": "moderation.private_read",
    "moderation:authorship_open": "moderation.authorship_opened",
    "moderation:authorship_emergency": "moderation.authorship_opened",
    "admin:members_member_change": "administration.read",
    "moderation:audit_export": "administration.audit_exported",
}
# Read through: numbers, what everybody may read, one's own, or what the staff itself wrote.
NOTHING_PRIVATE = {
    "administration:access_review", "administration:account_close",
    "administration:account_reopen", "administration:audit_detail", "administration:audit_list",
    "administration:audit_materials", "administration:excerpt_list", "administration:role_change",
    "members:invitation_list", "members:invitation_revoke",
    "moderation:authorship_answer", "moderation:authorship_ask", "moderation:authorship_detail",
    "moderation:authorship_list", "moderation:trust_hold", "moderation:audit_log",
    "moderation:sample_list", "moderation:item_list", "moderation:item_next",
    "moderation:items_clear", "moderation:care", "moderation:norms_accept",
    "moderation:report_new", "moderation:report_detail", "moderation:report_list",
    "moderation:decision_list", "moderation:decision_detail", "moderation:decision_appeal",
    "moderation:appeal_list", "moderation:appeal_say", "moderation:appeal_withdraw",
    "moderation:appeal_take", "moderation:appeal_release", "moderation:appeal_answer",
    "moderation:restoration_ask", "moderation:restoration_list", "moderation:restoration_detail",
    "moderation:item_clean_up", "moderation:clean_up_detail", "moderation:clean_up_undo",
    "safety:shift_list", "safety:shift_start", "safety:shift_end", "safety:shift_cancel",
}  # fmt: skip
# What is done to an item: redirects, or the page of the item, which is among the reads.
SHOW_THE_ITEM = {
    "moderation:item_claim", "moderation:item_release", "moderation:item_note",
    "moderation:item_decide", "moderation:item_undo",
}  # fmt: skip
FOR_STAFF = {Rule.STAFF, Rule.ADMINISTRATOR}


def test_every_page_of_the_staff_was_looked_at():
    """A new one goes into READS, with its verb, or is read through and listed."""
    known = {*READS, *NOTHING_PRIVATE, *SHOW_THE_ITEM}
    pages = {
        name
        for name, _, pattern in walk()
        if (pattern.callback.access in FOR_STAFF or name.startswith("moderation:"))
        and not name.startswith("admin:")
        and pattern.callback.access is not Rule.PUBLIC
    }

    assert pages - known == set(), "pages that nobody has looked at"
    assert {name for name in known if not name.startswith("admin:")} - pages == set()


@pytest.fixture
def addresses(topic, make_topic, stranger, asker, moderator, administrator):
    """Of each page that shows something private: the method, the address and what is sent."""
    about_post = open_item(make_topic().posts.get(number=1), reason="unkind")
    ReviewItem.objects.update(is_private=True)
    line = Line.objects.create(room=new_room(), number=1, author=asker)
    said = ExcerptLine(asker.pk, "2026-03-01T12:00:00+00:00", "Words.", [], True)
    made = report(line, reporter=stranger, reason="other", excerpt=Excerpt([said], []))
    decision = decide(
        open_item(make_topic().posts.get(number=1), reason="other"), by=moderator, version=1
    )
    ReviewItem.objects.filter(pk=decision.item_id).update(is_private=True)
    sample = Sample.objects.create(week="2026-01-05", seed=1, drawn_from=1)
    drawn = SampledDecision.objects.create(sample=sample, decision=decision, decided_by=moderator)
    hidden = decide(
        open_item(make_topic().posts.get(number=1), reason="unkind"), by=moderator, version=1,
        act="hide", facts="What happened.", norm=kindness_rule(),
    )  # fmt: skip
    ReviewItem.objects.filter(pk=hidden.item_id).update(is_private=True)
    Decision.objects.filter(pk=hidden.pk).update(
        made_at=hidden.made_at - timedelta(minutes=1), told_at=hidden.made_at
    )
    hidden.refresh_from_db()
    appealed = appeal(hidden, by=hidden.about, text="I see it differently.")
    sealed = seal_author(topic.posts.get(number=1), author=asker)
    asked = ask_authorship(sealed, by=administrator, reason="Why.")
    answer_authorship(asked, by=moderator, agreed=True)
    why = {"reason": "Why.", "in_danger": "on"}
    return {
        "moderation:item_detail": ("get", [about_post.pk], {}),
        "moderation:item_excerpt": ("post", [made.item_id], {}),
        "moderation:sample_review": ("get", [drawn.pk], {}),
        "moderation:appeal_detail": ("get", [appealed.pk], {"context": "1"}),
        "moderation:authorship_open": ("post", [asked.pk], {}),
        "moderation:authorship_emergency": ("post", [sealed.pk], why),
        "admin:members_member_change": ("get", [stranger.pk], {}),
        "moderation:audit_export": ("post", [], {}),
    }


@pytest.mark.parametrize(("page", "verb"), READS.items(), ids=READS)
def test_a_look_at_something_private_is_in_the_log(
    addresses, make_member, administrator, page, verb
):
    who = administrator
    if page == "moderation:authorship_emergency":
        facts = {"role": Role.ADMINISTRATOR, "is_superuser": True}
        who = make_member(qualifications=["safeguarding"], **facts)
    client = SignedIn()
    client.force_login(who)
    show_password_again(client)
    method, arguments, data = addresses[page]

    getattr(client, method)(reverse(page, args=arguments), data)

    row = Activity.objects.get(verb=verb, actor=who)
    assert row.is_audited
    assert row.request_id is not None
    assert verb in GROUPS["reads"][1] + GROUPS["exports"][1]
