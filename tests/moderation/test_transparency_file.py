import csv
from datetime import date

import pytest
from django.urls import reverse

from moderation.actions import publish_month
from moderation.actions.figures import ALL
from peersupport.demo.reports import month_of

OCTOBER = date(2026, 10, 1)


def page(month):
    return reverse("moderation:transparency_file", args=[month])


def test_says_what_the_page_says_and_flags_what_is_hidden(client, db):
    facts = month_of(7)
    october = publish_month(OCTOBER, facts._replace(norms=[("kindness", "=Kindness()")]))

    response = client.get(page("2026-10"))

    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(response.text.splitlines()))
    reports = {
        row["row"]: row for row in rows
        if (row["table"], row["column"]) == ("Reports by norm", "Reports")
    }  # fmt: skip
    shown = october.figures["norms"]["rows"]
    assert reports["All"]["value"] == str(shown[ALL]["reports"])
    assert "'=Kindness()" in reports
    hidden = [row for row in rows if row["hidden"] == "1"]
    assert hidden
    assert all(row["value"] == "" for row in hidden)
    assert all(row["value"] != "" for row in rows if row["hidden"] == "0")


@pytest.mark.parametrize("month", ["2026-09", "nonsense", "2026-1", "9999-99"])
def test_does_not_exist_for_what_was_not_published(client, db, month):
    assert client.get(page(month)).status_code == 404
