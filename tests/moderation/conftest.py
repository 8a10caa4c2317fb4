from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import reply, start_topic
from forums.models import Post
from moderation.actions import (
    answer_authorship,
    appeal,
    ask_authorship,
    clean_up,
    decide,
    open_authorship,
    report,
    seal_author,
    take_appeal,
)
from moderation.models import Decision, NormRule, ReviewItem, Step
from peersupport.members.models import Member, Role, Tier
from tests.conftest import kindness_rule
from tests.members.door import show_password_again

WHY = "A threat against a named person; we have to reach whoever wrote it."
NAME = "Kanarienvogel"
FACTS = "You called another member useless."


@pytest.fixture
def author(make_member):
    return make_member(display_name=NAME, handle="kanarienvogel")


@pytest.fixture
def sealed(topic, author):
    """The author of a post that stands under nobody's name of theirs."""
    return seal_author(topic.posts.get(), author=author)


@pytest.fixture
def asked(sealed, moderator):
    return ask_authorship(sealed, by=moderator, reason=WHY)


@pytest.fixture
def agreed(asked, administrator):
    return answer_authorship(asked, by=administrator, agreed=True)


@pytest.fixture
def opened(agreed, moderator):
    return open_authorship(agreed, by=moderator)


@pytest.fixture
def trained(make_member):
    return make_member(display_name="Trained", role=Role.MODERATOR, qualifications=["safeguarding"])


@pytest.fixture
def another(make_member):
    """A second administrator."""
    return make_member(display_name="Another", role=Role.ADMINISTRATOR, is_superuser=True)


@pytest.fixture
def as_staff(client):
    """Sign somebody in who has just shown their password."""

    def sign_in(member: Member, *, fresh: bool = True):
        client.force_login(member)
        if fresh:
            show_password_again(client)
        return client

    return sign_in


@pytest.fixture
def item(topic, make_post, stranger, asker):
    """A reply by Helper that two people reported."""
    post = make_post(topic)
    for who in (stranger, asker):
        made = report(post, reporter=who, reason="unkind")
    return ReviewItem.objects.get(pk=made.item_id)


@pytest.fixture
def kindness(db):
    return kindness_rule()


@pytest.fixture
def decided(item, moderator, kindness):
    """Make a decision about the item as it stands."""

    def make(**how):
        usual = {"step": Step.PAUSE, "days": 3, "norm": kindness, "facts": FACTS}
        fresh = ReviewItem.objects.get(pk=item.pk)
        return decide(fresh, **({"by": moderator, "version": fresh.version} | usual | how))

    return make


@pytest.fixture
def spam(make_topic, make_member, category, stranger):
    """Four posts in three topics within two days, one of before that; two of them reported."""
    spammer = make_member(display_name="Cheap Essays", tier=Tier.SUPPORTER)
    topics = [make_topic(), make_topic()]
    posts = [reply(topics[n % 2], author=spammer, body=f"Buy now {n}.") for n in range(4)]
    own = start_topic(category, author=spammer, title="Essays", body="From ten pounds.")
    old = posts[0]
    Post.objects.filter(pk=old.pk).update(posted_at=timezone.now() - timedelta(days=9))
    first = report(posts[1], reporter=stranger, reason="spam")
    second = report(own, reporter=stranger, reason="spam")
    items = ReviewItem.objects.in_bulk([first.item_id, second.item_id])
    return spammer, old, posts[1:], own, items[first.item_id], items[second.item_id]


def clean(item, by, **how):
    usual = {"step": Step.BAN, "norm": NormRule.objects.get(key="spam"), "facts": "One advert."}
    version = ReviewItem.objects.get(pk=item.pk).version
    return clean_up(item, **({"by": by, "version": version, "since_days": 2} | usual | how))


@pytest.fixture
def restricted(topic, make_post, stranger, asker, moderator):
    """A decision: a moderator paused Helper for three days, for a reply that two people reported."""
    post = make_post(topic)
    for who in (stranger, asker):
        made = report(post, reporter=who, reason="unkind")
    item = ReviewItem.objects.get(pk=made.item_id)
    decision = decide(
        item, by=moderator, version=item.version, step=Step.PAUSE, days=3,
        norm=kindness_rule(), facts="You called somebody useless.",
    )  # fmt: skip
    return earlier(decision, timedelta(hours=1))


def earlier(decision: Decision, ago: timedelta) -> Decision:
    """As if it had been made so long ago."""
    Decision.objects.filter(pk=decision.pk).update(made_at=timezone.now() - ago)
    return Decision.objects.get(pk=decision.pk)


@pytest.fixture
def reviewer(make_member):
    return make_member(display_name="Reviewer", role=Role.MODERATOR)


@pytest.fixture
def appealed(restricted, helper):
    return appeal(restricted, by=helper, text="I said sorry.", wish="sooner")


@pytest.fixture
def taken_appeal(appealed, reviewer):
    return take_appeal(appealed, by=reviewer)
