from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from moderation.actions import claim, decide, open_item
from moderation.models import Decision, NormRule, Step
from moderation.querysets.log import GROUPS, log_for
from peersupport.activity.actions import is_audited, record
from peersupport.activity.models import Activity
from peersupport.administration.actions import grant_role, note_read

PAGE = reverse("moderation:audit_log")


@pytest.fixture
def item(topic):
    return open_item(topic.posts.get(number=1), reason="unkind")


def verbs_for(member):
    return set(log_for(member).values_list("verb", flat=True))


def test_says_who_did_what_to_what_and_why(client, moderator, item):
    norm = NormRule.objects.get(key="kindness")
    decide(
        item, by=moderator, version=item.version, step=Step.WARN, norm=norm, facts="Two insults."
    )
    client.force_login(moderator)

    text = client.get(PAGE).text

    decision = Decision.objects.get()
    assert f"decision:{decision.pk}" in text
    assert "Kept, Warn: kindness" in text
    assert "Two insults." in text
    assert moderator.display_name in text
    assert item.target.topic.title not in text


def test_words_stay_where_an_erasure_reaches_them(client, moderator, item):
    norm = NormRule.objects.get(key="kindness")
    decide(
        item, by=moderator, version=item.version, step=Step.WARN, norm=norm, facts="Two insults."
    )
    Decision.objects.update(facts="-")
    client.force_login(moderator)

    assert "Two insults." not in client.get(PAGE).text
    assert not Activity.objects.filter(data__icontains="insults").exists()


def test_nobody_reads_what_is_about_them(client, make_topic, moderator, another):
    item = open_item(make_topic(author=moderator).posts.get(number=1), reason="unkind")
    claim(item, by=another)

    assert "moderation.claimed" not in verbs_for(moderator)
    assert "moderation.claimed" in verbs_for(another)


def test_who_reported_is_in_no_row(administrator, topic, stranger):
    record("moderation.reported", actor=stranger, target=topic)
    record("moderation.appealed", actor=stranger, target=topic)

    assert not log_for(administrator).filter(actor=stranger).exists()


def test_moderators_read_moderation_administrators_everything(
    moderator, administrator, stranger, item, make_member
):
    grant_role(stranger, role="organiser", reason="Why.", by=administrator)
    claim(item, by=moderator)

    assert verbs_for(moderator) == {"moderation.opened", "moderation.claimed"}
    assert verbs_for(administrator) == verbs_for(moderator) | {"administration.role_granted"}
    assert not verbs_for(stranger)
    assert not verbs_for(make_member(role="organiser"))


def test_each_row_names_its_request_or_its_job(client, moderator, make_shift_page):
    client.force_login(moderator)

    client.post(make_shift_page, {"hours": "2"})

    ids = set(Activity.objects.filter(actor=moderator).values_list("request_id", flat=True))
    (request_id,) = ids
    assert isinstance(request_id, UUID)
    assert str(request_id)[:13] in client.get(PAGE).text


@pytest.fixture
def make_shift_page():
    return reverse("safety:shift_start")


def test_finds_by_person_deed_and_day(client, administrator, moderator, stranger, item):
    claim(item, by=moderator)
    note_read(stranger, by=administrator)
    client.force_login(administrator)
    today = timezone.now().date()

    def found(**wanted):
        return [row["activity"].verb for row in client.get(PAGE, wanted).context["rows"]]

    assert found(who=moderator.pk) == ["moderation.claimed"]
    assert found(did="reads") == ["administration.read"]
    assert "moderation.opened" in found(since=today.isoformat(), until=today.isoformat())
    assert found(since=(today + timedelta(days=1)).isoformat()) == []
    assert len(found(who="nobody", since="not a day", before="nonsense")) == 3


def test_turns_its_pages_without_losing_a_row(client, administrator, stranger):
    now = timezone.now()
    rows = [
        Activity(verb="moderation.noted", actor=stranger, is_audited=True, happened_at=now)
        for _ in range(120)
    ]
    made = [each.pk for each in Activity.objects.bulk_create(rows)]
    client.force_login(administrator)

    seen, query = [], {"did": ""}
    while query:
        page = client.get(PAGE, query).context["page"]
        seen += [each.pk for each in page.rows]
        query = {"before": page.older} if page.older else None
    assert seen == sorted(made, reverse=True)
    assert client.get(PAGE, {"after": page.newer}).context["page"].rows[0].pk == made[69]


def test_costs_the_same_for_one_row_and_for_many(
    client, moderator, make_topic, django_assert_num_queries
):
    norm = NormRule.objects.get(key="kindness")

    def one_more():
        item = open_item(make_topic().posts.get(number=1), reason="unkind")
        decide(item, by=moderator, version=1, step=Step.WARN, norm=norm, facts="Insults.")

    one_more()
    client.force_login(moderator)
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)
    for _ in range(4):
        one_more()

    with django_assert_num_queries(8):
        client.get(PAGE)


def test_is_read_by_its_index(administrator):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    rows = Activity.objects.audited()

    assert "activity_audit" in rows[:50].explain()
    assert "activity_audit_of" in rows.filter(actor=administrator)[:50].explain()


def test_what_members_do_is_not_in_it_and_what_staff_do_is():
    members = ["forums.replied", "forums.edited", "moderation.reported", "rooms.said"]
    staff = [verb for _, verbs in GROUPS.values() for verb in verbs]

    assert not any(map(is_audited, members))
    assert all(map(is_audited, [*staff, "forums.moved", "moderation.anything_new"]))
