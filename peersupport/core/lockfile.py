"""What the lock file says that this site is made of: versions, their age, and a bill of materials."""

import json
import tomllib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from .places import BASE_DIR

LOCK, PROJECT = "uv.lock", "pyproject.toml"
VENDORED = "static/vendor/vendor.json"


@dataclass(frozen=True)
class Package:
    """One locked package. `uploaded_at` is when its index received this version, if it said so."""

    name: str
    version: str
    uploaded_at: datetime | None
    sha256: str
    is_runtime: bool  # the site needs it to run; else it is for building and testing
    needs: list[str] = field(default_factory=list)

    @property
    def installed(self) -> str:
        """The version in this environment, "" when it is not installed here."""
        try:
            return metadata.version(self.name)
        except metadata.PackageNotFoundError:
            return ""

    @property
    def licence(self) -> str:
        """As the package declares it (an SPDX expression), "" when it does not, or is not here."""
        try:
            return metadata.metadata(self.name).get("License-Expression") or ""
        except metadata.PackageNotFoundError:
            return ""

    def age(self, now: datetime) -> int | None:
        """Whole days since it was uploaded."""
        return (now - self.uploaded_at).days if self.uploaded_at else None


def locked_packages(folder: Path = BASE_DIR) -> list[Package]:
    """Every package of the lock file by name; FileNotFoundError when there is none."""
    rows = tomllib.loads((folder / LOCK).read_text(encoding="utf-8"))["package"]
    by_name = {row["name"]: row for row in rows}
    own = next(row for row in rows if "virtual" in row["source"])
    runtime = _reached(own["name"], by_name)
    return [
        Package(
            name=row["name"], version=row["version"], uploaded_at=_uploaded_at(row),
            sha256=row.get("sdist", {}).get("hash", "").removeprefix("sha256:"),
            is_runtime=row["name"] in runtime,
            needs=sorted({each["name"] for each in row.get("dependencies", [])}),
        )
        for row in sorted(rows, key=lambda row: row["name"]) if row is not own
    ]  # fmt: skip


def _reached(start: str, rows: dict[str, dict[str, Any]]) -> set[str]:
    """Names that a package needs to run, by way of others too, whatever the platform."""
    seen: set[tuple[str, str]] = set()
    waiting = [(start, "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen or name not in rows:
            continue
        seen.add((name, extra))
        optional = rows[name].get("optional-dependencies", {})
        needed = optional.get(extra, []) if extra else rows[name].get("dependencies", [])
        for each in needed:
            waiting += [(each["name"], wanted) for wanted in ["", *each.get("extra", [])]]
    return {name for name, _extra in seen}


def _uploaded_at(row: dict[str, Any]) -> datetime | None:
    """When the first file of this version arrived."""
    files = [row["sdist"]] if "sdist" in row else []
    times = [file["upload-time"] for file in [*files, *row.get("wheels", [])] if "upload-time" in file]  # fmt: skip
    return min(map(datetime.fromisoformat, times)).astimezone(UTC) if times else None


def bill_of_materials(folder: Path = BASE_DIR) -> dict[str, Any]:
    """A CycloneDX 1.6 bill of what runs and what is sent to browsers. The same lock, the same bill."""
    project = tomllib.loads((folder / PROJECT).read_text(encoding="utf-8"))["project"]
    packages = [package for package in locked_packages(folder) if package.is_runtime]
    own = {"type": "application", "bom-ref": project["name"], "name": project["name"],
           "version": project["version"]}  # fmt: skip
    components = [_component(package) for package in packages] + _vendored(folder)
    refs = {package.name: f"pkg:pypi/{package.name}@{package.version}" for package in packages}
    direct = [refs[name] for name in _direct(project) if name in refs]
    bill = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": own}, "components": components,
        "dependencies": [
            {"ref": own["bom-ref"], "dependsOn": sorted(direct)},
            *({"ref": refs[p.name], "dependsOn": [refs[n] for n in p.needs if n in refs]}
              for p in packages),
        ],
    }  # fmt: skip
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return bill | {"serialNumber": f"urn:uuid:{serial}"}


def _direct(project: dict[str, Any]) -> list[str]:
    return [line.split("==")[0].split("[")[0].strip() for line in project["dependencies"]]


def _component(package: Package) -> dict[str, Any]:
    purl = f"pkg:pypi/{package.name}@{package.version}"
    found: dict[str, Any] = {
        "type": "library", "bom-ref": purl, "name": package.name, "version": package.version,
        "purl": purl,
    }  # fmt: skip
    if package.sha256:
        url = f"https://pypi.org/project/{package.name}/{package.version}/"
        found["externalReferences"] = [
            {"type": "distribution", "url": url,
             "hashes": [{"alg": "SHA-256", "content": package.sha256}]}
        ]  # fmt: skip
    if package.licence:
        found["licenses"] = [{"expression": package.licence}]
    return found


def _vendored(folder: Path) -> list[dict[str, Any]]:
    """Fonts, icons and scripts that lie in the project itself."""
    rows = json.loads((folder / VENDORED).read_text(encoding="utf-8"))
    found = []
    for row in rows:
        name = row["source"].partition("npm: ")[2] or row["name"]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{row['version']}"
        found.append({"type": "library", "bom-ref": purl, "name": name, "version": row["version"],
                      "purl": purl, "licenses": [{"expression": row["licence"]}]})  # fmt: skip
    return found
