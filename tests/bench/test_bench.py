"""The bench works: it measures everything it names and says so in words and in JSON. How fast anything is, no test asks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.xdist_group("installations")
@pytest.mark.timeout(1800)  # on a machine that is busy with other tests
def test_a_quick_run_measures_all_it_names(tmp_path: Path) -> None:
    written = tmp_path / "results.json"
    command = [sys.executable, "-m", "bench", "--quick", "--json", str(written)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(written.read_text())["figures"]
    held_to_an_aim = [figure for figure in figures if figure["aim"]]
    assert {figure["name"][:3] for figure in held_to_an_aim} == {"(a)", "(b)", "(c)", "(d)"}
    assert all(value > 0 for figure in held_to_an_aim for value in figure["values"])
    assert all(figure["name"] in done.stdout for figure in figures)
