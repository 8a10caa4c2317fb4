import io

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.urls import reverse

from peersupport.administration.actions import audit, note_upkeep
from peersupport.administration.models import SelfAudit, Upkeep

LIST = reverse("administration:audit_list")


def test_makes_a_record_and_lists_it(client, administrator):
    client.force_login(administrator)
    assert "No audit was made yet." in client.get(LIST).text

    response = client.post(LIST)

    made = SelfAudit.objects.get()
    assert response.url == reverse("administration:audit_detail", args=[made.pk])
    assert made.made_by == administrator
    assert response.url in client.get(LIST).text


def test_older_records_are_a_page_further(client, administrator, monkeypatch):
    monkeypatch.setattr("peersupport.administration.views.audits.SHOWN", 1)
    old, new = [SelfAudit.objects.create(result={}, sha256=str(number)) for number in range(2)]
    client.force_login(administrator)

    first, second = client.get(LIST), client.get(LIST, {"before": new.pk})

    assert list(first.context["audits"]) == [new]
    assert f"?before={new.pk}" in first.text
    assert list(second.context["audits"]) == [old]


def test_the_command_keeps_a_record_too(db):
    note_upkeep(Upkeep.Kind.DRILL, archive="commonroom-1.tar")
    said = io.StringIO()

    call_command("self_audit", stdout=said)

    assert SelfAudit.objects.get().sha256 in said.getvalue()
    assert "Last backup: none on record." in said.getvalue()
    assert "Last drill: 20" in said.getvalue()


def test_a_record_stays_as_it_was(db):
    made = audit(by=None)

    assert made.is_unchanged
    made.result["staff"]["count"] = 7
    assert not made.is_unchanged
    for change in (lambda: made.save(), lambda: made.delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
