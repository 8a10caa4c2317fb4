import csv
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions import reply, start_topic
from peersupport import privacy
from peersupport.core.archives import safe_cell
from peersupport.core.datamap import data_map
from peersupport.members.actions import ask_export, block, export_path, mute
from peersupport.members.models import DataExport
from peersupport.notifications.models import Letter
from tests.conftest import SignedIn
from tests.members.door import REAUTHENTICATE, log_in, show_password_again
from tests.resources import samples


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.EXPORT_FOLDER = tmp_path


@pytest.fixture
def export(stranger, asker, category, make_category):
    start_topic(category, author=stranger, title="=HYPERLINK(1)", body="Words of mine.")
    shut = start_topic(make_category(read=1), author=asker, title="Not for them any more", body="A")
    seen = start_topic(category, author=asker, title="An open question", body="Words of others.")
    for topic in (shut, seen):
        reply(topic, author=stranger, body="+1 from me")
    type(shut.category).objects.filter(pk=shut.category_id).update(see=2, read=2, start=2, reply=2)
    assert privacy.build_export(ask_export(stranger))
    return DataExport.objects.get()


def address(export):
    return reverse("members:data_export_download", args=[export.pk])


def opened(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_hands_the_copy_to_its_owner_who_showed_the_password_and_to_nobody_else(
    client, export, stranger, helper, settings
):
    client.force_login(stranger)
    assert client.get(address(export)).url.startswith(REAUTHENTICATE)
    other = SignedIn()
    log_in(other, helper)
    show_password_again(other)
    assert other.get(address(export)).status_code == 404

    show_password_again(client)
    response = client.get(address(export))

    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith('attachment; filename="commonroom-')
    assert "data.json" in opened(response).namelist()
    assert [path.stat().st_mode & 0o777 for path in settings.EXPORT_FOLDER.iterdir()] == [0o600]
    assert len(export.file) > 40
    letter = Letter.objects.get(recipient=stranger, key=f"export:{export.pk}")
    assert reverse("members:data_export_detail", args=[export.pk]) in letter.text


def test_holds_every_field_that_the_data_map_says(open_client, export):
    archive = opened(open_client.get(address(export)))

    columns = {}
    for name in archive.namelist():
        if name.startswith("tables/"):
            text = archive.read(name).decode("utf-8-sig")
            columns[name[7:-4]] = set(next(csv.reader(io.StringIO(text))))
    missing = {
        entry.model: left
        for entry in data_map().values()
        if (left := set(entry.exported) - columns.get(entry.model.replace(".", "-").lower(), set()))
    }
    assert missing == {}


def test_own_words_are_whole_and_of_others_only_titles_one_may_read(open_client, export, stranger):
    archive = opened(open_client.get(address(export)))
    data = json.loads(archive.read("data.json"))
    everything = " ".join(archive.read(name).decode() for name in archive.namelist())

    assert data["members-member"]["rows"][0]["email"] == stranger.email
    assert [row["body"] for row in data["forums-post"]["rows"]] == [
        "Words of mine.", "+1 from me", "+1 from me",
    ]  # fmt: skip
    titles = [row["topic_title"] for row in data["forums-post"]["rows"]]
    assert titles == ["=HYPERLINK(1)", None, "An open question"]
    assert "Words of others." not in everything
    assert stranger.password not in everything
    assert "'+1 from me" in archive.read("tables/forums-post.csv").decode()
    assert "Words of mine." in archive.read("read-me-first.html").decode()


def test_tells_whom_one_keeps_away_and_never_who_keeps_away(stranger, helper, asker):
    block(stranger, other=helper)
    block(asker, other=stranger)
    mute(helper, other=stranger)

    tables = {table.name: table.rows for table in privacy.tables_of(stranger)}

    assert [row["other"] for row in tables["members-block"]] == [helper.pk]
    assert tables["members-mute"] == []


@pytest.mark.usefixtures("quickly")
def test_holds_the_files_themselves_and_never_a_whole_one_in_memory(
    stranger, helper, topic, make_file, own_store
):
    waiting, theirs = make_file("große Pläne.txt", owner=stranger), make_file(owner=helper)
    posted = make_file("chart.png", samples.picture("PNG"), owner=stranger, to=topic.posts.get())
    gone = make_file("lost.txt", owner=stranger)
    (own_store / gone.file).unlink()
    large = 24_000_000
    with (own_store / waiting.file).open("wb") as file:
        file.truncate(large)
    picture = (own_store / posted.file).read_bytes()

    tracemalloc.start()
    assert privacy.build_export(ask_export(stranger))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < large / 4
    with zipfile.ZipFile(export_path(DataExport.objects.get())) as archive:
        names = {name for name in archive.namelist() if name.startswith("files/")}
        listed = json.loads(archive.read("data.json"))["resources-attachment"]["rows"]
        assert names == {f"files/{waiting.pk}-große Pläne.txt", f"files/{posted.pk}-chart.png"}
        assert names < {row["in_this_copy"] for row in listed}
        assert archive.read(f"files/{posted.pk}-chart.png") == picture
        assert archive.getinfo(f"files/{waiting.pk}-große Pläne.txt").file_size == large
        assert not [name for name in archive.namelist() if f"{theirs.pk}-" in name]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", ["=1"]])
def test_no_cell_is_a_formula(value):
    assert str(safe_cell(value))[0] in "'["


def test_it_is_gone_after_a_week_with_its_file(open_client, export, settings):
    DataExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert open_client.get(address(export)).status_code == 404
    (rule,) = [rule for rule in privacy.rules() if rule.name == "exports"]

    from_now = rule.apply()

    assert from_now == 1
    assert not DataExport.objects.exists()


def test_what_failed_is_tried_again_and_given_up_in_the_end(stranger, monkeypatch, settings):
    tried = []

    def fail(*args, **about):
        tried.append(1)
        raise OSError("disk full")

    export = ask_export(stranger)
    monkeypatch.setattr(privacy, "write_archive", fail)
    privacy.build_exports()
    privacy.build_exports()  # another worker: this one is still at it
    assert len(tried) == 1
    for _ in range(5):
        DataExport.objects.update(leased_until=timezone.now())
        privacy.build_exports()

    export.refresh_from_db()
    assert (export.state, len(tried)) == (DataExport.State.FAILED, 5)
    assert list(settings.EXPORT_FOLDER.iterdir()) == []
