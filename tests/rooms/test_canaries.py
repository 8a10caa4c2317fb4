"""What people write to each other is in no dump, log, cache, letter or page of the staff."""

import logging
import subprocess

import pytest
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from groups.actions import found, join
from groups.rooms.models import Line, Room, Seat
from moderation.actions import open_excerpt
from moderation.models import Report
from peersupport import privacy
from peersupport.core.backups import Database
from peersupport.members.actions import ask_export
from peersupport.notifications.actions import deliver_next
from peersupport.reactions import settle
from tests.access.table import ROUTES
from tests.conftest import SignedIn

CANARY, CONTROL = "Zilpzalp", "Rotkehlchen"


pytestmark = pytest.mark.usefixtures("committed")  # other connections see what is written


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.EXPORT_FOLDER = tmp_path


def write_everywhere(ada, ben, moderator):
    """Ada and Ben do all that one does with words, each with a canary; then a copy is made."""
    one, other = SignedIn(), SignedIn()
    one.force_login(ada)
    other.force_login(ben)
    begun = one.post("/messages/new/", {"people": "ben", "body": f"{CANARY} begins."})
    thread, room = begun.url, Room.objects.get()
    settle()  # while it is unread: a notice and a letter
    other.post(f"{thread}-/answer/", {"do": "accept"})
    say = f"{thread}-/say/"
    assert other.post(say, {"body": f"**{CANARY}** answers @ada."}).status_code == 302
    assert one.post(say, {"body": f"{CANARY} x", "save_draft": "1"}).status_code == 302
    edit = reverse("rooms:line_edit", args=[room.pk, 2])
    assert other.post(edit, {"body": f"{CANARY} thought again."}).status_code == 302
    assert CANARY in one.post(f"{thread}-/search/", {"q": CANARY}, follow=True).text
    assert CANARY in one.get(thread).text
    assert CANARY in one.get(f"{thread}lines/?after=0&changed=0").text
    report = reverse("rooms:line_report", args=[room.pk, 1])
    assert CANARY in other.get(report).text
    assert other.post(report, {"reason": "other", "send": "1"}).status_code == 302
    assert CANARY in open_excerpt(Report.objects.get(), by=moderator)[0].text
    _write_in_a_room(ada, ben, one, other)
    assert privacy.build_export(ask_export(ada))
    settle()
    while deliver_next():
        pass


def _write_in_a_room(ada, ben, one, other):
    group = found(founder=ada, name="Tea", norms="Be kind.", purpose="Company.")
    join(group, member=ben, norms_version=1)
    assert one.get(f"/groups/{group.slug}/chat/").status_code == 200
    room = Room.objects.get(group=group)
    say = reverse("rooms:room_say", args=[group.slug, room.pk])
    assert other.post(say, {"body": f"{CANARY} in the room, @ada."}).status_code == 302
    assert CANARY in one.get(room.get_absolute_url()).text
    line = reverse("rooms:line_hide", args=[room.pk, 1])
    assert one.post(line, {"reason": "Loud."}).status_code == 302


def test_no_dump_log_or_cache_holds_a_word_of_it(make_topic, ada, ben, moderator, caplog):
    caplog.set_level(logging.DEBUG)
    write_everywhere(ada, ben, moderator)
    make_topic(author=ada, body=CONTROL)
    Seat.objects.filter(member=ada).update(sealed_draft=CONTROL.encode())
    cache.set("control", CONTROL)
    logging.getLogger(__name__).warning(CONTROL)

    dump, logs, redis = dump_of_database(), caplog.text, all_of_redis()

    assert CONTROL in dump
    assert CONTROL.encode().hex() in dump  # as PostgreSQL writes bytes
    assert CONTROL in redis
    assert CONTROL in logs
    assert "/-/say/" in logs
    letters = "".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    assert "The copy of your data is ready" in letters
    for place in (dump, logs, redis, letters):
        assert found_in(place) == 0


def test_no_page_of_the_staff_shows_it(ada, ben, administrator, moderator):
    write_everywhere(ada, ben, moderator)
    call_command("sync_roles", verbosity=0)
    for staff in (administrator, moderator):
        client = SignedIn()
        client.force_login(staff)
        looked = 0
        for address in addresses_of_staff():
            page = client.get(address)
            assert page.status_code in {200, 302, 403, 404, 405}, address
            assert found_in(page.text) == 0, address
            looked += page.status_code == 200
        assert looked > 15
        for line in Line.objects.all():
            for name in ("line_report", "line_edit", "line_delete"):
                there = reverse(f"rooms:{name}", args=[line.room_id, line.number])
                assert client.get(there).status_code == 404
        for kind in ("rooms.line", "rooms.room"):
            assert client.get(f"/reports/new/{kind}/{line.pk}/").status_code == 404
    assert not {"rooms", "moderation.reportedexcerpt"} & {
        label for model in admin.site._registry for label in (model._meta.app_label, model._meta.label_lower)
    }  # fmt: skip


def found_in(text):
    return text.casefold().count(CANARY.casefold()) + text.count(CANARY.encode().hex())


def dump_of_database():
    child = Database.of(connection.settings_dict).run(
        "pg_dump", "--format=plain", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    out, _ = child.communicate()
    assert child.returncode == 0
    return out.decode()


def all_of_redis():
    client = cache._cache.get_client(None)
    parts = []
    for key in client.scan_iter("*"):
        kind = client.type(key)
        ask = {b"string": client.get, b"hash": client.hgetall, b"set": client.smembers}.get(kind)
        value = ask(key) if ask else client.lrange(key, 0, -1) if kind == b"list" else b""
        parts.append(f"{key!r} {value!r}")
    return "\n".join(parts)


def addresses_of_staff():
    """Pages of the administration and of moderation: lists, and each thing that there is one of."""
    for name, route in ROUTES.items():
        if name.startswith(("admin:", "administration:", "moderation:")) and "<" not in route:
            yield "/" + route if not route.startswith("^") else reverse(name)
    for model in admin.site._registry:
        for row in model._base_manager.all()[:5]:
            for view in ("change", "history"):
                yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=[row.pk])  # fmt: skip
    yield from ("/", "/notifications/", "/search/?q=answers", "/groups/", "/messages/")
