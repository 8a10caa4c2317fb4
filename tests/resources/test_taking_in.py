"""What comes in: pictures without a trace of where, documents by what they are, and no bombs."""

import errno
import io
import json
import re
import runpy
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from groups.resources.actions import taking_in
from groups.resources.models import Attachment, store
from groups.resources.rules import MEGABYTE
from peersupport.core.exceptions import Refused
from peersupport.members.models import Tier, Trust
from peersupport.members.rules import LEVELS, file_limits_of

from . import samples

pytestmark = pytest.mark.django_db
PEAK = """
import runpy, sys, time
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
print()
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def stored(row, thumbnail=False):
    with store().open(row.thumbnail if thumbnail else row.file) as file:
        return file.read()


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_photograph_stands_upright_and_tells_nothing_of_its_camera_or_place(make_file):
    data = samples.photograph()
    assert b"SecretCamera" in data

    row = make_file("IMG_1.JPG", data)

    image = Image.open(io.BytesIO(stored(row)))
    assert (row.width, row.height) == image.size == (40, 80)
    assert image.getpixel((20, 5))[2] > 150 > image.getpixel((20, 5))[0]  # the blue part is on top
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}  # fmt: skip
    for part in (stored(row), stored(row, thumbnail=True)):
        assert b"Secret" not in part
        assert b"Exif" not in part
    assert row.name == "IMG_1.jpg"


def test_a_picture_fits_a_screen_and_its_small_one_has_a_known_size(make_file):
    row = make_file("wide.png", samples.picture("PNG", (3000, 1000)))

    assert (row.width, row.height) == (2560, 853)
    small = Image.open(io.BytesIO(stored(row, thumbnail=True)))
    assert small.size == (row.thumbnail_width, row.thumbnail_height) == (480, 160)


def test_each_kind_of_picture_is_written_anew(make_file, quickly):
    clear = samples.picture("PNG", mode="RGBA", colour=(9, 9, 9, 0))
    kinds = {
        "a.png": (samples.png_with_text(), "image/png"), "b.webp": (samples.picture("WEBP"), "image/webp"),
        "c.gif": (samples.moving(), "image/png"), "d.png": (clear, "image/png"),
        "e.jpg": (samples.picture(mode="CMYK", colour=(0, 9, 9, 9)), "image/jpeg"),
        "f.webp": (samples.moving("WEBP"), "image/webp"), "g.png": (samples.picture("PNG", mode="P", colour=1), "image/png"),
    }  # fmt: skip
    for name, (data, media_type) in kinds.items():
        row = make_file(name, data)
        image = Image.open(io.BytesIO(stored(row)))
        assert (row.kind, row.media_type) == ("image", media_type), name
        assert not getattr(image, "is_animated", False), name
        assert b"Secret" not in stored(row), name


def test_documents_are_kept_as_what_they_are(make_file, quickly):
    kinds = {
        "a.pdf": (b"%PDF-1.7\n%%EOF", "application/pdf"), "b.csv": (b"a,b\r\n1,2\r\n", "text/csv"),
        "c.md": (b"# Hello\n", "text/markdown"), "d.docx": (samples.office(), "wordprocessingml.document"),
        "e.xlsx": (samples.office(samples.XLSX), "spreadsheetml.sheet"), "g.odt": (samples.odt(), "opendocument.text"),
        "f.pptx": (samples.office(samples.PPTX), "presentationml.presentation"),
    }  # fmt: skip
    for name, (data, media_type) in kinds.items():
        row = make_file(name, data)
        assert (row.name, row.kind) == (name, "document")
        assert media_type in row.media_type
        assert stored(row) == data
    assert stored(make_file("old.txt", "Grüße".encode("cp1252"))) == "Grüße".encode()


def test_hostile_files_are_refused_or_kept_as_something_harmless(make_file, quickly, own_store):
    hostile = samples.hostile()
    assert len(hostile) >= 60
    for name, (data, outcome) in hostile.items():
        if outcome.startswith("kept "):
            row = make_file(name, data)
            assert row.name == outcome[5:], name
            assert "script" not in row.media_type, name
            if row.is_image:
                assert b"<script" not in stored(row), name
            continue
        with pytest.raises(Refused) as refused:
            make_file(name, data)
        assert any(word in str(refused.value) for word in outcome.split("|")), (name, refused.value)
    rows = Attachment.objects.count()
    assert len(files_in(own_store)) == rows + Attachment.objects.filter(kind="image").count()


def test_a_bomb_is_refused_within_a_second_and_fifty_megabytes(tmp_path):
    for name, data in {"png": samples.bomb_png(), "zip": samples.bomb_zip()}.items():
        source = tmp_path / name
        source.write_bytes(data)
        command = [sys.executable, "-I", "-c", PEAK, taking_in.INSPECTION, source, tmp_path, tmp_path / "lock"]  # fmt: skip
        begun = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds = time.monotonic() - begun

        found, peak = done.stdout.split("\n")[:2]
        assert "refused" in json.loads(found)
        assert seconds < 1
        assert int(peak) < 50_000  # kB, with all that it takes to start


def test_a_process_that_ends_badly_is_a_file_that_cannot_be_read(make_file, monkeypatch, tmp_path):
    script = tmp_path / "ends.py"
    script.write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(taking_in, "INSPECTION", script)

    with pytest.raises(Refused, match="damaged"):
        make_file()


def test_limits_hold_for_a_file_a_day_and_all_that_is_kept(make_file, make_member):
    new = make_member(trust_level=Trust.NEW)
    limits = LEVELS[Trust.NEW]
    made = make_file(owner=new)

    with pytest.raises(Refused, match=f"can have {limits.file_mb} MB"):
        make_file("a.txt", b"a" * (limits.file_mb * MEGABYTE + 1), owner=new)
    Attachment.objects.filter(pk=made.pk).update(size=limits.day_mb * MEGABYTE - 5)
    with pytest.raises(Refused, match="within a day"):
        make_file(owner=new)
    row = Attachment.objects.filter(pk=made.pk)
    row.update(created_at="2026-01-01T00:00Z", size=limits.store_mb * MEGABYTE - 5)
    with pytest.raises(Refused, match="take up"):
        make_file(owner=new)
    trained = make_member(tier=Tier.SUPPORTER, trust_level=Trust.NEW)
    assert file_limits_of(trained).file_mb == 2 * LEVELS[Trust.REGULAR].file_mb


def test_a_full_disk_leaves_neither_a_row_nor_half_a_file(
    make_file, own_store, monkeypatch, tmp_path
):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("peersupport.core.durable.os.fsync", full)
        with pytest.raises(Refused, match="no room"):
            make_file()
    assert files_in(own_store) == []
    assert not Attachment.objects.exists()

    script = tmp_path / "full.py"
    script.write_text("print('{\"full\": true}')")
    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "INSPECTION", script)
        with pytest.raises(Refused, match="no room"):
            make_file()

    def broken(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patched:  # files are there, and the row cannot be written
        patched.setattr(Attachment, "save", broken)
        with pytest.raises(RuntimeError):
            make_file("a.png", samples.picture("PNG"))
    assert files_in(own_store) == []


def test_another_store_does_as_well(make_file, settings, monkeypatch, own_store):
    memory = InMemoryStorage()
    for module in ("models", "actions.taking_in", "actions.sweeping"):
        monkeypatch.setattr(f"groups.resources.{module}.store", lambda: memory)

    row = make_file("a.png", samples.picture("PNG"))

    assert memory.exists(row.file)
    assert memory.exists(row.thumbnail)
    assert not Path(own_store).exists()


def test_a_bucket_takes_the_place_of_the_folder_by_setting(monkeypatch, settings):
    monkeypatch.setenv("FILES_S3_BUCKET", "files")
    monkeypatch.setenv("FILES_S3_ENDPOINT", "https://s3.example")

    there = runpy.run_path(str(settings.BASE_DIR / "peersupport" / "settings.py"))["STORAGES"][
        "attachments"
    ]

    assert there["BACKEND"] == "storages.backends.s3.S3Storage"
    assert there["OPTIONS"]["bucket_name"] == "files"
    assert there["OPTIONS"]["endpoint_url"] == "https://s3.example"


def test_a_backup_takes_the_folder_and_the_web_process_carries_no_pillow(own_store, settings):
    """The first: `manage.py backup` takes MEDIA_ROOT."""
    assert store().location == str(settings.MEDIA_ROOT) == str(own_store)
    apart = {"groups/resources/inspection.py"}
    areas = [settings.BASE_DIR / name for name in ("peersupport", "groups", "forums", "moderation")]
    modules = [path for area in areas for path in area.rglob("*.py")]
    found = {path.relative_to(settings.BASE_DIR).as_posix() for path in modules
             if re.search(r"^(from|import) (PIL|filetype|.*resources.inspection|.*import inspection)",
                          path.read_text(), re.MULTILINE)}  # fmt: skip
    assert found == apart


def test_an_upload_of_nothing_leaves_nothing(asker):
    with pytest.raises(Refused, match="empty"):
        taking_in.take_in(SimpleUploadedFile("a.txt", b""), owner=asker)
