"""Nothing stays in the store that nobody needs, and nothing goes that somebody does."""

import os
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from forums.actions import delete, reply
from groups.resources.actions import Chosen, attach, missing
from groups.resources.models import Attachment
from peersupport import privacy
from peersupport.core.exceptions import Refused
from peersupport.members.rules import file_limits_of

from . import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quickly")]


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_night_takes_what_was_never_posted_withdrawn_or_stray(
    make_file, topic, asker, own_store, capsys, django_capture_on_commit_callbacks
):
    stays, fresh = make_file(to=topic.posts.get(number=1)), make_file("new.txt")
    unposted = make_file("a.png", samples.picture("PNG"))
    gone = reply(topic, author=asker, body="With a file.")
    withdrawn = make_file(to=gone)
    delete(gone, by=asker)
    long_ago = timezone.now() - timedelta(days=20)
    held = make_file(to=reply(topic, author=asker, body="A moderator hid it."))
    hidden = make_file(to=reply(topic, author=asker, body="A moderator hid it long ago."))
    Attachment.objects.filter(pk=held.pk).update(hidden_at=long_ago)
    Attachment.objects.filter(pk=hidden.pk).update(hidden_at=long_ago - timedelta(days=350))
    Attachment.objects.filter(pk=unposted.pk).update(created_at=long_ago)
    Attachment.objects.filter(pk=withdrawn.pk).update(withdrawn_at=long_ago)
    for name, age in {"zz/stray": 2, "zz/.incoming-x": 2, "zz/young": 0}.items():
        path = own_store / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        at = time.time() - age * 86_400
        os.utime(path, (at, at))

    before = files_in(own_store)
    call_command("apply_retention", "--dry-run")
    said = dict(
        line.split()[:3:2] for line in capsys.readouterr().out.splitlines() if "-files" in line
    )
    assert said == {
        "unposted-files": "1", "withdrawn-files": "1", "hidden-files": "1", "stray-files": "2"
    }  # fmt: skip
    assert files_in(own_store) == before
    with django_capture_on_commit_callbacks(execute=True):
        privacy.apply_retention()

    assert files_in(own_store) == {stays.file, fresh.file, held.file, "zz/young"}
    assert set(Attachment.objects.all()) == {stays, fresh, held}
    assert missing() == 0
    (own_store / fresh.file).unlink()
    assert missing() == 1


def test_only_ones_own_unposted_files_can_be_posted(make_file, topic, asker, helper):
    post, other = topic.posts.get(number=1), reply(topic, author=helper, body="Mine.")
    theirs, posted = make_file(owner=helper), make_file(to=post)

    for row in (theirs, posted):
        by, to = (asker, post) if row is theirs else (asker, other)
        with pytest.raises(Refused, match="no longer here"):
            attach([Chosen(row.uuid)], by=by, to=to)
    most = file_limits_of(asker).files
    many = [Chosen(make_file(f"{n}.txt").uuid) for n in range(most + 1)]
    with pytest.raises(Refused, match=f"{most} files fit"):
        attach(many, by=asker, to=post)
