"""The house rules that a machine can hold."""

import ast
import gzip
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

BASE = Path(settings.BASE_DIR)
APPS = [
    "forums",
    "groups",
    "groups/resources",
    "groups/rooms",
    "moderation",
    "moderation/safety",
] + [f"peersupport/{name}" for name in ("members", "activity", "notifications", "administration")]
STANDARD = {
    "querysets", "models", "rules", "actions", "forms", "views", "urls", "admin", "tasks",
    "reactions", "privacy", "apps", "__init__",
}  # fmt: skip
# What an app has beyond that, and why it must be a file of its own.
BESIDES = {
    "peersupport/members": {  # doors that libraries name
        "adapter",
        "account_forms",
        "stages",
        "sessions",
        "institutions",
        "oidc",
    },
    "peersupport/notifications": {
        "outbox",
        "letters",
        "context",
        "registry",
    },  # mail out; the number at the bell; what areas tell of
    "peersupport/administration": {"letters"},  # about one's own account, also by the clock
    # help lines and phrases without a table, served without one; templatetags: who is there, for
    # any page
    "moderation/safety": {"lines", "middleware", "phrases", "templatetags"},
    # templatetags: for pages of groups. search: what can be found, and by whom (decision 0024).
    # contents: what moderation asks of an area's things; registry: where it asks (decision 0034).
    "forums": {"importers", "management", "templatetags", "search", "contents"},
    "moderation": {"safety", "registry", "contents"},
    "groups": {"resources", "rooms", "contents"},
    "groups/rooms": {"importers", "management", "contents"},
    "groups/resources": {"inspection", "contents"},  # inspection: a process of its own
}
FORBIDDEN = {"utils", "helpers", "common", "services", "managers", "signals", "mixins", "base"}
# Members' words are cleaned when they are written, so these may show them as they are.
SHOW_WORDS = {
    "templates/fast/posts.html", "templates/fast/lines.html", "templates/components/prose.html",
}  # fmt: skip


def tracked(*patterns):
    done = subprocess.run(
        ["git", "ls-files", *patterns], cwd=BASE, capture_output=True, text=True, check=True
    )
    return [Path(line) for line in done.stdout.splitlines() if (BASE / line).exists()]


def our_routes():
    for resolver in get_resolver().url_patterns:
        for route in getattr(resolver, "url_patterns", []):
            is_ours = isinstance(route, URLPattern) and resolver.namespace not in {"admin", None}
            if is_ours:
                yield pytest.param(
                    resolver.namespace, route, id=f"{resolver.namespace}:{route.name}"
                )


@pytest.mark.parametrize(("namespace", "route"), list(our_routes()))
def test_a_route_its_view_and_its_tests_share_one_name(namespace, route):
    assert route.callback.__name__ == route.name
    assert Path(BASE, "tests", namespace, f"test_{route.name}.py").exists()


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_the_standard_files_and_no_others(app):
    names = {path.stem if path.suffix == ".py" else path.name for path in (BASE / app).iterdir()}
    found = {name for name in names if name not in {"migrations", "__pycache__"}}

    assert found - STANDARD - BESIDES.get(app, set()) == set()


def test_no_module_has_a_name_that_says_nothing():
    assert {path.stem for path in tracked("*.py")} & FORBIDDEN == set()


@pytest.mark.parametrize("path", tracked("templates/*.html", "templates/**/*.html"), ids=str)
def test_a_template_keeps_to_the_policy(path):
    source = (BASE / path).read_text()

    if str(path) not in SHOW_WORDS:
        assert not re.search(r"\|\s*safe\b", source)
    assert "autoescape off" not in source or path.parts[1] == "letters"
    if path.parts[1] != "letters" and path.name != "500.html":
        assert not re.search(r"\sstyle\s*=|<style|<script>|\son\w+\s*=", source)
    assert not re.search(r"hx-on|\bjs:|hx-trigger=\"[^\"]*\[", source)


def test_views_reach_rows_through_their_one_door():
    """`visible_to` decides what a person sees; a view does not fetch rows past it."""
    allowed = re.compile(r"get_object_or_404\((Member, pk=member_id|Norm\.)")
    for path in tracked("*/views.py", "*/views/*.py"):
        source = (BASE / path).read_text()
        found = re.findall(r"get_object_or_404\([A-Z]\w+[,.][^)]*|\.objects\.get\([^)]*", source)
        past = [call for call in found if "visible_to" not in call and not allowed.match(call)]
        assert past == [], path


def test_models_do_not_override_saving():
    for path in tracked("*/models.py", "*/models/*.py"):
        tree = ast.parse((BASE / path).read_text())
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert names & {"save", "delete"} == set(), path


def test_every_vendored_file_is_the_one_that_was_taken():

    for package in json.loads((BASE / "static/vendor/vendor.json").read_text()):
        for name, digest in package["files"].items():
            data = (BASE / "static/vendor" / name).read_bytes()
            assert hashlib.sha256(data).hexdigest() == digest, name


def test_the_css_fits_its_budget():

    assert len(gzip.compress((BASE / "static/build/app.css").read_bytes(), 9)) <= 15_000
    # js/app.js goes with every page, js/composer.js with those on which one writes.
    app, composer = ((BASE / f"static/js/{name}.js").read_bytes() for name in ("app", "composer"))
    assert len(gzip.compress(app, 9)) + len(gzip.compress(composer, 9)) <= 9_000
    chat = (BASE / "static/js/chat.js").read_bytes()  # with conversations and rooms
    assert len(gzip.compress(chat, 9)) <= 3_000
    queue = (BASE / "static/js/queue.js").read_bytes()  # with the moderators' queue
    assert len(gzip.compress(queue, 9)) <= 2_000
