from datetime import UTC, datetime

from django.urls import reverse

from peersupport.core.lockfile import bill_of_materials, locked_packages


def test_is_a_cyclonedx_file(client, administrator):
    client.force_login(administrator)

    response = client.get(reverse("administration:audit_materials"))

    bill = response.json()
    assert 'filename="commonroom.cdx.json"' in response["Content-Disposition"]
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    names = {each["name"] for each in bill["components"]}
    assert {"django", "kombu", "htmx.org"} <= names  # kombu: by way of celery
    assert "pytest" not in names
    refs = {each["bom-ref"] for each in bill["components"]}
    assert all(set(each["dependsOn"]) <= refs for each in bill["dependencies"])
    assert bill == bill_of_materials()


LOCK = """
[[package]]
name = "own"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "a", extra = ["x"] }]

[[package]]
name = "a"
version = "1.0"
source = { registry = "https://index.example" }
sdist = { url = "https://index.example/a", hash = "sha256:aa", upload-time = "2026-01-02T00:00:00Z" }
[package.optional-dependencies]
x = [{ name = "b" }]
y = [{ name = "c" }]

[[package]]
name = "b"
version = "2.0"
source = { registry = "https://index.example" }

[[package]]
name = "c"
version = "3.0"
source = { registry = "https://index.example" }
"""


def test_reads_what_runs_and_how_old_it_is(tmp_path):
    (tmp_path / "uv.lock").write_text(LOCK)

    a, b, c = locked_packages(tmp_path)

    assert [each.is_runtime for each in (a, b, c)] == [True, True, False]
    assert a.age(datetime(2026, 1, 12, tzinfo=UTC)) == 10
    assert b.age(datetime(2026, 1, 12, tzinfo=UTC)) is None  # the index did not say
    assert a.installed == ""
    assert a.sha256 == "aa"
