from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from peersupport.members.models import DataExport


def page_of(export):
    return reverse("members:data_export_detail", args=[export.pk])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "It has not begun yet."),
        ({"parts": 6, "parts_done": 2}, "2 of 6 parts are ready."),
        ({"state": "ready", "ready_at": timezone.now(), "size": 2048}, "Fetch my copy"),
        ({"state": "failed"}, "Something went wrong on our side"),
    ],
)
def test_says_how_far_it_is(client, stranger, facts, words):
    expires = timezone.now() + timedelta(days=7)
    export = DataExport.objects.create(member=stranger, expires_at=expires, **facts)
    client.force_login(stranger)

    assert words in client.get(page_of(export)).text


def test_somebody_elses_and_one_that_ran_out_do_not_exist(client, stranger, helper):
    theirs = DataExport.objects.create(member=helper)
    old = DataExport.objects.create(member=stranger, state="ready", expires_at=timezone.now())
    client.force_login(stranger)

    assert client.get(page_of(theirs)).status_code == 404
    assert client.get(page_of(old)).status_code == 404
