"""What is muted or hidden is absent from every list, and costs nothing for who hides nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.models import Topic
from peersupport.notifications.actions import watch
from peersupport.notifications.models import Watch

MUTED, NORMAL, FOLLOWING = Watch.Level.MUTED, Watch.Level.NORMAL, Watch.Level.FOLLOWING


def wanted(member, **how):
    return set(Topic.objects.visible_to(member).wanted_by(member, **how))


@pytest.mark.parametrize(
    ("on_topic", "on_place", "is_wanted", "in_its_place"),
    [
        (None, None, True, True),
        (MUTED, None, False, False),
        (MUTED, FOLLOWING, False, False),
        (None, MUTED, False, True),
        (NORMAL, MUTED, True, True),
        (FOLLOWING, MUTED, True, True),
    ],
)
def test_a_topics_own_level_goes_before_its_categorys(
    stranger, helper, topic, on_topic, on_place, is_wanted, in_its_place
):
    for target, level in [(topic, on_topic), (topic.category, on_place)]:
        if level is not None:
            watch(stranger, target, level=level)

    assert (topic in wanted(stranger)) is is_wanted
    assert (topic in wanted(stranger, in_its_place=True)) is in_its_place
    left_out = Topic.objects.visible_to(stranger).unwanted_by(stranger)
    assert (topic in left_out) is not is_wanted
    assert topic in wanted(helper)


def test_hidden_notes_and_tags_leave_out_all_but_ones_own(stranger, asker, make_topic):
    plain, noted, tagged = make_topic(), make_topic(), make_topic()
    Topic.objects.filter(pk=noted.pk).update(note="grief")
    Topic.objects.filter(pk=tagged.pk).update(tag_names=["exams", "sleep"])
    for member in (stranger, asker):
        member.hidden_notes, member.hidden_tags = ["grief", "eating"], ["sleep"]

    assert wanted(stranger) == {plain}
    assert wanted(asker) == {plain, noted, tagged}


def test_costs_nothing_for_who_hides_nothing_and_never_a_statement(stranger, make_topic):
    make_topic()
    everything = Topic.objects.visible_to(stranger).for_listing()
    assert str(everything.wanted_by(stranger).query) == str(everything.query)

    watch(stranger, make_topic(), level=MUTED)
    stranger.hidden_notes, stranger.hidden_tags = ["grief"], ["sleep"]

    with CaptureQueriesContext(connection) as asked:
        assert len(everything.wanted_by(stranger)) == 1
    assert len(asked) == 1
