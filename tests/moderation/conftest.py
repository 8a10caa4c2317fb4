from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions import reply, start_topic
from forums.models import Post
from moderation.actions import (
    answer_authorship,
    ask_authorship,
    clean_up,
    decide,
    open_authorship,
    report,
    seal_author,
)
from moderation.models import NormRule, ReviewItem, Step
from peersupport.members.models import Member, Role, Tier
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
    return NormRule.objects.get(key="kindness")


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
