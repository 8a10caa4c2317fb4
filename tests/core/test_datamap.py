"""The data map knows every field of every table, and says nothing of fields that are gone."""

from dataclasses import replace
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from peersupport import privacy
from peersupport.core import datamap
from peersupport.members.models import Member


def test_every_field_of_every_table_has_its_entry():
    assert datamap.faults() == []


def test_a_field_without_an_entry_and_an_entry_without_a_field_are_noticed(monkeypatch):
    entries = dict(datamap.data_map())
    post = entries["forums.Post"]
    entries["forums.Post"] = replace(
        post, sensitive=("files", "html", "note", "note_words", "words", "smell")
    )
    del entries["forums.Reaction"]
    entries["forums.Ghost"] = replace(post, model="forums.Ghost")
    monkeypatch.setattr(datamap, "data_map", lambda: entries)

    assert datamap.faults() == [
        "forums.Reaction: no entry", "forums.Ghost: no such table",
        "forums.Post: body has no class", "forums.Post: smell is gone",
    ]  # fmt: skip


def test_every_way_to_a_member_is_personal():
    """Foreign keys, and lists and objects in which numbers of members may stand."""
    nobodys = {"members.Erasure.counts", "members.RetentionRun.removed", "groups.Group.languages",
               "groups.Group.interests", "forums.Post.reaction_counts",
               "rooms.Line.reaction_counts", "rooms.Room.open_days", "moderation.WatchedTerm.not_in",
               "moderation.PublishedMonth.figures", "socialaccount.SocialApp.settings"}  # fmt: skip
    left = []
    for model in apps.get_models(include_auto_created=True):
        entry = datamap.data_map()[model._meta.label]
        for field in model._meta.concrete_fields:
            leads = field.related_model is Member or isinstance(
                field, (ArrayField, models.JSONField)
            )
            if leads and field.name not in entry.personal:
                left.append(f"{entry.model}.{field.name}")
    assert set(left) - nobodys == set()


def test_how_long_things_are_kept_is_a_rule_that_runs_and_every_rule_is_named():
    used = {entry.until for entry in datamap.data_map().values()} - {"account", "site"}
    rules = {rule.name for rule in privacy.rules()}

    assert used <= rules
    assert rules - used == {
        "unconfirmed-accounts", "stopped-erasures", "retention-runs",
        "unposted-files", "withdrawn-files", "hidden-files", "stray-files", "message-drafts",
        "room-seats",
    }  # fmt: skip


def test_the_page_about_it_is_current():
    page = Path(settings.BASE_DIR, "docs", "data-map.md")

    assert page.read_text() == datamap.as_markdown()
