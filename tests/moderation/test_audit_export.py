import csv
import io

from django.urls import reverse

from moderation.actions import claim, decide, open_item
from moderation.models import NormRule, Step
from peersupport.activity.models import Activity

PAGE = reverse("moderation:audit_export")


def exported(response):
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))


def test_holds_the_rows_one_looked_at_and_none_of_peoples_words(
    as_staff, administrator, moderator, topic
):
    item = open_item(topic.posts.get(number=1), reason="unkind")
    norm = NormRule.objects.get(key="kindness")
    decide(item, by=moderator, version=1, step=Step.WARN, norm=norm, facts="Kanarienvogel")
    client = as_staff(administrator)

    response = client.post(f"{PAGE}?did=decisions")

    (row,) = exported(response)
    assert row["did"] == "moderation.decided"
    assert row["who"] == moderator.handle
    assert "Kanarienvogel" not in response.text


def test_taking_it_out_is_on_record(as_staff, administrator, moderator):
    client = as_staff(administrator)

    client.post(f"{PAGE}?who={moderator.pk}&since=2026-01-01")

    row = Activity.objects.get(verb="administration.audit_exported")
    assert row.actor == administrator
    assert row.data == {"rows": 0, "wanted": {"who": moderator.pk, "since": "2026-01-01"}}
    assert row.is_audited


def test_looking_at_the_page_records_nothing(as_staff, administrator):
    client = as_staff(administrator)

    assert client.get(PAGE).status_code == 200
    assert not Activity.objects.filter(verb="administration.audit_exported").exists()


def test_asks_for_the_password_again(as_staff, administrator):
    response = as_staff(administrator, fresh=False).post(PAGE)

    assert response.status_code == 302
    assert not Activity.objects.filter(verb="administration.audit_exported").exists()


def test_no_cell_is_a_formula(as_staff, administrator, make_member, topic):
    evil = make_member(role="moderator", handle="=1+1")
    claim(open_item(topic.posts.get(number=1), reason="unkind"), by=evil)

    rows = exported(as_staff(administrator).post(PAGE))

    assert "'=1+1" in {row["who"] for row in rows}
