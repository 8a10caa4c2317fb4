"""Facilitators decide about what is in their groups, and another group's items are not there."""

import pytest

from groups.models import Group
from moderation.actions import report
from moderation.models import ReviewItem

from .table import CANARY, fingerprint
from .test_hidden_group import plain

pytestmark = pytest.mark.django_db
DEEDS = ["claim", "release", "note", "excerpt", "decide", "undo"]
DATA = {"text": "A note.", "act": "keep", "step": "nothing", "version": "1", "facts": "Words."}
QUEUE = "/moderation/queue/"


@pytest.fixture
def items(the_circles):
    """A post in a hidden group waits, which `other` has no part in."""
    circle = the_circles.groups["hidden"]
    post = report(circle.post, reporter=the_circles.people["deputy"], reason="spam").item
    return [post]


def test_to_who_moderates_elsewhere_they_are_missing(the_circles, items):
    other = the_circles.client("other")
    before = fingerprint()

    assert other.get(QUEUE).status_code == 200
    assert CANARY not in other.get(QUEUE).text
    for item in items:
        here, nowhere = f"{QUEUE}{item.pk}/", f"{QUEUE}999999999/"
        found, lost = other.get(here), other.get(nowhere)
        assert found.status_code == lost.status_code == 404
        assert plain(found, here) == plain(lost, nowhere)
        for deed in DEEDS:
            found, lost = other.post(f"{here}{deed}/", DATA), other.post(f"{nowhere}{deed}/", DATA)
            assert found.status_code == lost.status_code == 404, deed
            assert plain(found, here) == plain(lost, nowhere), deed
    assert fingerprint() == before


def test_one_of_another_group_s_among_one_s_own_and_nothing_is_cleared(the_circles, items):
    group = Group.objects.get(name="Another")
    people = the_circles.people
    own = ReviewItem.objects.create(
        target_type=items[0].target_type, target_id=999, reason="spam", place_type=items[0].place_type,
        place_id=group.pk, look_by=items[0].look_by, act_by=items[0].act_by,
    )  # fmt: skip
    other, before = the_circles.client("other"), fingerprint()

    both = {"item": [f"{own.pk}.1", f"{items[0].pk}.{items[0].version}"], "sure": "1"}
    response = other.post(f"{QUEUE}clear/", both)

    assert response.status_code == 404
    assert fingerprint() == before
    assert list(ReviewItem.objects.visible_to(people["other"])) == [own]
    assert other.post(f"{QUEUE}next/").url == f"{QUEUE}{own.pk}/"


def test_inside_their_own_they_have_the_same_tools(the_circles, items):
    (item,) = items
    facilitator = the_circles.client("facilitator")

    text = facilitator.get(f"{QUEUE}{item.pk}/").text
    claimed = facilitator.post(f"{QUEUE}{item.pk}/claim/")

    slug = the_circles.groups["hidden"].group.slug
    assert f'href="{QUEUE}"' in facilitator.get(f"/groups/{slug}/-/lead/").text
    assert CANARY in text
    assert "/decide/" in text
    assert claimed.status_code == 302
    assert 'value="ban"' not in text
    for role in ("member", "outsider", "organiser"):
        assert the_circles.client(role).get(f"{QUEUE}{item.pk}/").status_code == 404, role
    assert facilitator.get("/admin/moderation/reviewitem/").status_code == 404
