"""Take each door away in turn and see whether the suite notices: `make mutation`.

A door is a `visible_to` (it then shows everything) or a rule (it then always says yes, or reaches everybody). Each is
opened in a copy of the project, never in the project itself; a suite that stays green is a survivor,
and the exit code is how many there are.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
AREAS = [
    "forums",
    "groups",
    "groups/resources",
    "moderation",
    "peersupport/notifications",
    "peersupport/members",
    "peersupport/administration",
]
# Where a hole shows first; then everything that looks at pages and rows.
SUITES = {
    "groups/resources": "resources",
    "peersupport/core": "core",
    "peersupport/notifications": "notifications",
    "peersupport/members": "members",
    "peersupport/administration": "administration",
}
LEFT_OUT = shutil.ignore_patterns(".git", ".data", ".venv", "__pycache__", "node_modules")


class Door(NamedTuple):
    """One function that keeps somebody out, and what it says when it is taken away."""

    path: str
    name: str
    line: int
    instead: str


def doors() -> Iterator[Door]:
    """Every `visible_to` and every rule of the areas, and the gate in front of all views."""
    yield gate()
    for area in AREAS:
        for kind in ("querysets", "rules"):
            for file in sorted(
                [*ROOT.glob(f"{area}/{kind}.py"), *ROOT.glob(f"{area}/{kind}/*.py")]
            ):
                yield from doors_in(file, kind)


def doors_in(file: Path, kind: str) -> Iterator[Door]:
    path = str(file.relative_to(ROOT))
    for owner, function in functions(ast.parse(file.read_text())):
        name = f"{owner}.{function.name}" if owner else function.name
        if function.name == "visible_to":
            yield Door(path, name, function.lineno, "return self")
        elif function.name == "open_to":
            yield Door(path, name, function.lineno, "return Q()")
        elif function.name == "within_reach":
            yield Door(path, name, function.lineno, "return members")
        elif function.name == "shown_parts":
            yield Door(path, name, function.lineno, "return set(Part)")
        elif kind == "rules" and function.name.startswith(("can_", "has_")):
            yield Door(path, name, function.lineno, "return True")


def gate() -> Door:
    """What `@access(…)` asks before a view runs."""
    path = "peersupport/core/access.py"
    found = functions(ast.parse((ROOT / path).read_text()))
    return next(Door(path, f.name, f.lineno, "return None") for _, f in found if f.name == "refuse")


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions of a module and methods of its classes, with the class's name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from (
                (node.name, each) for each in node.body if isinstance(each, ast.FunctionDef)
            )


def without(source: str, door: Door) -> str:
    """The source with one function's body replaced by what it says when the door is open."""
    lines = source.splitlines(keepends=True)
    for _owner, function in functions(ast.parse(source)):
        if function.lineno == door.line:
            first, last = function.body[0].lineno, function.body[-1].end_lineno
            indent = " " * function.body[0].col_offset
            return "".join([*lines[: first - 1], f"{indent}{door.instead}\n", *lines[last:]])
    raise LookupError(f"{door.name} is not in {door.path}")


def first_failure(copy: Path, area: str) -> str:
    """The first test that fails in the copy, or "" when all pass."""
    own = f"tests/{SUITES.get(area, area)}"
    suites = [own, "tests/access", *(s for s in ("tests/groups", "tests/forums") if s != own)]
    command = [
        sys.executable, "-m", "pytest", "-x", "-q", "-n", "2", "-p", "no:cacheprovider",
        "--no-header", "-rfE", *suites,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0:
        return ""
    words = [line.split(" ") for line in done.stdout.splitlines()]
    named = [w[1] for w in words if w[0] in {"FAILED", "ERROR"} and len(w) > 1 and "::" in w[1]]
    if done.returncode not in {1, 2} or not named:  # the suite did not run: that proves nothing
        raise RuntimeError(f"exit code {done.returncode}: {done.stdout[-600:]}{done.stderr[-600:]}")
    return named[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="doors whose path or name holds this")
    wanted = parser.parse_args().only
    chosen = [d for d in doors() if wanted in f"{d.path}:{d.name}"]
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        os.environ.setdefault("DATA_DIR", str(Path(folder) / "data"))
        for door in chosen:
            began, kept = time.monotonic(), (copy / door.path).read_text()
            (copy / door.path).write_text(without(kept, door))
            failed = first_failure(copy, door.path.rpartition("/")[0])
            (copy / door.path).write_text(kept)
            survivors += not failed
            word = "red  " if failed else "GREEN"
            print(  # noqa: T201
                f"{word} {time.monotonic() - began:5.0f} s  {door.path}:{door.name:38} {failed}",
                flush=True,
            )
    print(f"{len(chosen)} doors taken away, {survivors} not noticed")  # noqa: T201
    return survivors


if __name__ == "__main__":
    sys.exit(main())
