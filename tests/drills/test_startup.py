"""A start that cannot succeed says in one line what to do, and leaves nothing running."""

import os
import socket
import subprocess
import sys

import pytest

from peersupport.core import places
from peersupport.core.embedded import LaunchError, check_writable
from tests.browser.site import free_port


@pytest.fixture
def refused(tmp_path):
    """Start a demo that cannot start. Returns the one line it says."""

    def start(**environment):
        kept = {k: v for k, v in os.environ.items() if k not in {"MODE", "SITE_URL", "PORT"}}
        kept |= {
            "DATA_DIR": str(tmp_path / "data"),
            "ENV_FILE": os.devnull,
            "PORT": str(free_port()),
        }
        done = subprocess.run(
            [sys.executable, "manage.py", "demo"], cwd=places.BASE_DIR, env=kept | environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode != 0
        assert "Traceback" not in done.stderr, done.stderr[-2000:]
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 1, done.stderr
        return lines[0]

    return start


def test_a_taken_port(refused):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert f"port {port} is taken: choose another one" in refused(PORT=str(port))


@pytest.mark.parametrize("port", ["abc", "99999", "0", "-1"])
def test_a_port_that_is_none(refused, port):
    line = refused(PORT=port)

    assert "PORT must be" in line
    assert port in line


def test_a_mode_that_is_none(refused):
    assert "MODE must be one of demo, test, production" in refused(MODE="bogus")


@pytest.mark.parametrize("below", ["", "data"])
def test_a_data_folder_that_is_a_file(refused, tmp_path, below):
    file = tmp_path / "file"
    file.write_text("not a folder")

    line = refused(DATA_DIR=str(file / below))

    assert str(file) in line
    assert file.read_text() == "not a folder"


def test_an_account_for_the_servers_that_is_none(refused):
    if os.geteuid() == 0:
        assert "SERVICE_USER names no account here: nosuch" in refused(SERVICE_USER="nosuch")


def test_a_disk_that_is_nearly_full(refused, small_disk):
    assert "the disk is full" in refused(DATA_DIR=str(small_disk))


def test_a_disk_with_too_little_left(tmp_path):
    with pytest.raises(LaunchError, match=r"the disk is full: \d+ MB free"):
        check_writable(tmp_path, need_mb=2**40)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 5 MB where one can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)
