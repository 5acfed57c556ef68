"""The house stands by itself: what is installed is pinned, hashed and declared; what is missing on a machine is named."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEMBERS = sorted([ROOT / "libs/common", *(ROOT / "services").iterdir(), ROOT / "deploy/onebox"])
PINNED = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ; .*?)? \\$", re.MULTILINE)
COREUTILS = ("bash", "sh", "env", "dirname", "id", "cat", "sed", "head")


def constraints() -> str:
    return (ROOT / "constraints.txt").read_text()


def project(folder: Path) -> dict[str, object]:
    document: dict[str, dict[str, object]] = tomllib.loads((folder / "pyproject.toml").read_text())
    return document["project"]


def bare_name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower()


def test_every_pinned_package_has_its_hashes_and_no_address() -> None:
    text = constraints()
    assert not re.search(r"https?:|file:|//|--(extra-)?index|--find-links", text)
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert PINNED.match(block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


@pytest.mark.parametrize("folder", MEMBERS, ids=lambda folder: folder.name)
def test_every_dependency_of_a_member_is_pinned(folder: Path) -> None:
    pinned = {match[1] for match in PINNED.finditer(constraints())}
    dependencies = project(folder)["dependencies"]
    assert isinstance(dependencies, list)
    wanted = {bare_name(requirement) for requirement in dependencies}
    assert {name for name in wanted if not name.startswith("kesu-")} <= pinned, "run `make lock`"


def test_the_workspace_installs_every_member() -> None:
    wanted = project(ROOT)["dependencies"]
    assert isinstance(wanted, list)
    assert set(wanted) == {project(folder)["name"] for folder in MEMBERS}


@pytest.mark.parametrize(("extent", "expected"), [("run", 0), ("test", 1)])
def test_where_nothing_can_be_installed_the_missing_is_named_and_only_tests_stop(tmp_path: Path, extent: str, expected: int) -> None:
    for name in COREUTILS:
        program = next(Path(folder) / name for folder in ("/usr/bin", "/bin") if (Path(folder) / name).exists())
        (tmp_path / name).symlink_to(program)
    run = subprocess.run(
        [tmp_path / "bash", ROOT / "scripts/tools", extent],
        env={"PATH": str(tmp_path), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == expected, run.stderr
    assert "fonts-wqy-zenhei" in run.stderr
    assert "This machine has no apt" in run.stderr


def test_help_shows_every_target_that_people_use() -> None:
    shown = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "demo", "test", "check", "lock", "clean"):
        assert f"  make {target} " in shown
