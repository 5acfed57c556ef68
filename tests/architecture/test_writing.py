"""Who may write: commands do. What answers requests, hears facts, reads or describes never touches a row itself."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = sorted((ROOT / "services").glob("*/kesu_*"))
NEVER = {
    "api.py", "pages.py", "queries.py", "schemas.py", "reactions.py", "events.py", "permissions.py", "gauges.py", "app.py", "words.py",
    "tasks.py", "operations.py", "operation.py", "facts.py", "links.py", "numbers.py", "show.py", "timeline.py", "printing.py",
}  # fmt: skip
"""Modules of these names, everywhere, write nothing: they call commands."""
SESSION_WRITES = {"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}
STATEMENTS = {"insert", "update", "delete"}
SQL = re.compile(r"^\s*(WITH\b.*\b)?(INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b", re.IGNORECASE | re.DOTALL)
LONGEST = 350


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.parent.name)
def test_only_commands_write(package: Path) -> None:
    found = [f"{path.relative_to(ROOT)}:{line}" for path in sorted(package.rglob("*.py")) if path.name in NEVER for line in writes(path)]
    assert not found, "these write past the commands: " + ", ".join(found)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.parent.name)
def test_facts_are_recorded_by_commands(package: Path) -> None:
    """`record` is imported by nothing that answers requests or hears facts: a fact without its change would be a lie."""
    found = []
    for path in sorted(package.rglob("*.py")):
        names = {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) for alias in node.names}
        if path.name in NEVER - {"facts.py"} and "record" in names:
            found.append(str(path.relative_to(ROOT)))
    assert not found, found


def test_no_module_is_longer_than_it_may_be() -> None:
    modules = [path for path in tracked("*.py") if "/migrations/versions/" not in path]  # those are made by a program
    long = [f"{path}: {count}" for path in modules if (count := len((ROOT / path).read_text().splitlines())) > LONGEST]
    assert not long, long


def test_nothing_names_the_machine_on_which_it_was_written() -> None:
    """No absolute path of a developer's machine and no package index of a private network, anywhere in the tree."""
    private = re.compile(r"(?<![\w.])(/home/\w+/|/Users/\w+/|/roo[t]/)|https?://[\w.-]*(artifactory|nexus|pypi)[\w.-]*[:/]")
    found = []
    for path in tracked():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except (UnicodeDecodeError, IsADirectoryError, FileNotFoundError):
            continue
        if "/vendor/" not in path and path != "tests/architecture/test_writing.py":  # which has to name what it looks for
            found += [f"{path}:{number}" for number, line in enumerate(text.splitlines(), 1) if private.search(line)]
    assert not found, found


def writes(path: Path) -> Iterator[int]:
    """Lines on which a module adds, changes or removes rows: through the session, a statement, or SQL."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            through_session = isinstance(called, ast.Attribute) and called.attr in SESSION_WRITES and _is_session(called.value)
            if through_session or (isinstance(called, ast.Name) and called.id in STATEMENTS):
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield node.lineno


def tree(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked(*patterns: str) -> list[str]:
    """Files under version control."""
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.splitlines() if (ROOT / path).exists()]


def _is_session(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "session"
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "current_session"
