"""The servers run as somebody who may do little, in folders that nobody else may enter."""

import os
from pathlib import Path

import pytest

from peersupport.core.embedded import Account, LaunchError

from .conftest import listing


def test_the_servers_run_without_privileges_in_private_folders(site):
    owners = {int(pid): int(uid) for pid, uid in listing("pid", "uid")}
    expected = Account.current().uid if os.geteuid() == 0 else os.geteuid()

    for name in ("postgres", "redis"):
        assert owners[site.pid(name)] == expected != 0, name
    for folder in (Path(site.sockets["host"]), site.data_dir / "servers" / "postgres"):
        assert folder.stat().st_mode & 0o077 == 0, folder
        assert folder.stat().st_uid == expected, folder


def test_nothing_but_the_web_server_listens_on_the_network(site):
    family = {str(pid) for pid in site.family()}
    inodes = {
        os.readlink(file)
        for pid in family
        for file in Path(f"/proc/{pid}/fd").glob("*")
        if os.path.islink(file) and os.readlink(file).startswith("socket:")
    }
    tables = [Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables for line in table.splitlines()[1:]]
    listening = {row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes}

    assert listening == {f"0100007F:{site.port:04X}"}


def test_a_folder_that_somebody_else_prepared_is_refused(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    trap = tmp_path / "trap"
    trap.mkdir()
    os.chown(trap, 12345, 12345)

    with pytest.raises(LaunchError, match="belongs to another account"):
        Account.current().own(trap)


def test_a_link_in_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(LaunchError, match="belongs to another account"):
        Account.current().own(tmp_path / "link")
