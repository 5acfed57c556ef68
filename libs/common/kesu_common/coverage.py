"""Which tests show which clause of the procedure: docs/procedure.toml joined with the `clause` marks in the test files."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("libs", "services", "deploy", "tests")


def coverage_table(root: Path) -> str:
    """The table as Markdown: every clause with its rule and the tests that carry its id. Raises `OSError` without docs/procedure.toml."""
    clauses = tomllib.loads((root / "docs" / "procedure.toml").read_text(encoding="utf-8"))["clause"]
    shown = tests_by_clause(root)
    unknown = sorted(set(shown) - {clause["id"] for clause in clauses})
    with_tests = sum(1 for clause in clauses if clause["id"] in shown)
    lines = ["# The procedure, and the tests that show it", "", "<!-- made by `kesu procedure --write`; do not edit -->", ""]
    lines += [f"{with_tests} of {len(clauses)} clauses have a test.", ""]
    section = ""
    for clause in clauses:
        if clause["section"] != section:
            section = clause["section"]
            lines += [f"## {section}", "", "| id | rule | owner | tests |", "|---|---|---|---|"]
        tests = "<br>".join(shown.get(clause["id"], ())) or "**none**"
        lines.append(f"| {clause['id']} | {clause['rule']} | {clause['owner']} | {tests} |")
        if clause is clauses[-1] or clauses[clauses.index(clause) + 1]["section"] != section:
            lines.append("")
    lines += [f"Marked, but no clause of the procedure: {', '.join(unknown)}.", ""] if unknown else []
    return "\n".join(lines)


def tests_by_clause(root: Path) -> dict[str, list[str]]:
    """`path::test` of every test that is marked with a clause, by clause id; read from the source, nothing is run."""
    found: dict[str, list[str]] = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("test_*.py")):
            for name, ids in _marked(ast.parse(path.read_text(encoding="utf-8"))):
                for clause in ids:
                    found.setdefault(clause, []).append(f"`{path.relative_to(root)}::{name}`")
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    module = [clause for node in tree.body if isinstance(node, ast.Assign) and _is_pytestmark(node) for clause in _clauses(node.value)]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            inherited = [clause for mark in node.decorator_list for clause in _clauses(mark)]
            for test in node.body:
                if isinstance(test, ast.FunctionDef) and inherited:
                    yield f"{node.name}::{test.name}", inherited
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            ids = [*module, *(clause for mark in node.decorator_list for clause in _clauses(mark))]
            if ids:
                yield node.name, ids


def _is_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _clauses(mark: ast.expr) -> list[str]:
    """The ids in `pytest.mark.clause("…", …)`, also within a list of marks."""
    return [
        argument.value
        for call in ast.walk(mark)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "clause"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
