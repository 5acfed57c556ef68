"""Alert rules and dashboard: right by promtool, about metrics that exist, and explained in the operations manual."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kesu_common.metrics import Metrics
from kesu_common.service import NAMES
from kesu_onebox.plan import METRICS_PORT, WEB_PORT

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy/prometheus"
DASHBOARDS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))


def rules(file: str) -> list[dict[str, Any]]:
    """The rules of all groups of a file."""
    groups = yaml.safe_load((PROMETHEUS / "rules" / file).read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


ALERTS = rules("alerts.yml")
RECORDED = {rule["record"]: rule["expr"] for rule in rules("recording.yml")}

OTHERS = {
    "up",
    "ALERTS",
    "rabbitmq_detailed_queue_messages",
    "rabbitmq_detailed_queue_consumers",
    "rabbitmq_alarms_memory_used_watermark",
    "rabbitmq_alarms_free_disk_space_watermark",
    "kesu_intake_complaints",  # intake's own gauge (`Service.gauges`), by state
}
"""Metrics that do not come from `kesu_common.metrics`."""


def promtool(*arguments: str | Path) -> None:
    assert shutil.which("promtool"), "promtool is missing: apt-get install prometheus"
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def exported() -> set[str]:
    """The names of the samples that a service exports."""
    names: set[str] = set()
    for family in Metrics("quality").registry.collect():
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
        names |= {family.name + suffix for suffix in suffixes}
    return names


def metrics_in(expression: str) -> set[str]:
    """The names of metrics and recorded series in a query."""
    bare = re.sub(r'"[^"]*"|\{\{[^}]*}}', "", expression)
    bare = re.sub(r"\b(by|on|without|ignoring)\s*\([^)]*\)", "", bare)
    found = set(re.findall(r"\b(?:service:\w+(?::\w+)?|(?:kesu|rabbitmq)_\w+|up|ALERTS)\b", bare))
    return {name for name in found if name}


def dashboard_queries() -> Iterator[tuple[str, str]]:
    """Panel title and query, with Grafana's variables filled in."""
    for path in DASHBOARDS:
        document: dict[str, Any] = json.loads(path.read_text())
        for panel in document["panels"]:
            for target in panel.get("targets", []):
                yield panel["title"], target["expr"].replace("$__rate_interval", "5m").replace("$service", ".*")
        for annotation in document["annotations"]["list"]:
            yield annotation["name"], annotation["expr"]


def test_rules_and_configuration_are_valid() -> None:
    promtool("check", "config", PROMETHEUS / "prometheus.yml")
    promtool("check", "rules", *(PROMETHEUS / "rules").glob("*.yml"))


def test_alerts_fire_when_they_should_and_only_then() -> None:
    promtool("test", "rules", *(PROMETHEUS / "tests").glob("*.yml"))


def test_every_alert_is_tried() -> None:
    tried = (PROMETHEUS / "tests/alerts.yml").read_text()
    assert [rule["alert"] for rule in ALERTS if rule["alert"] not in tried] == []


@pytest.mark.parametrize("query", [rule["expr"] for rule in ALERTS] + list(RECORDED.values()))
def test_a_rule_reads_only_metrics_that_exist(query: str) -> None:
    names = metrics_in(query)
    assert names
    assert names <= exported() | RECORDED.keys() | OTHERS


@pytest.mark.parametrize(("panel", "query"), list(dashboard_queries()))
def test_a_panel_reads_only_metrics_that_exist(panel: str, query: str) -> None:
    names = metrics_in(query)
    assert names, panel
    assert names <= exported() | RECORDED.keys() | OTHERS


def test_queries_of_the_dashboard_are_promql(tmp_path: Path) -> None:
    panels = [{"record": "panel", "expr": query, "labels": {"number": number}} for number, (_, query) in enumerate(dashboard_queries())]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": panels}]}))
    promtool("check", "rules", "--lint=none", file)


def test_the_dashboard_shows_every_metric_of_the_common_mechanism_but_the_technical_one() -> None:
    shown = set().union(*(metrics_in(query) for _, query in dashboard_queries()))
    for name in RECORDED.keys() & shown:
        shown |= metrics_in(RECORDED[name])
    families = {re.sub(r"_(bucket|sum|count)$", "", name) for name in exported()}
    missing = {name for name in families if not any(one.startswith(name) for one in shown)}
    assert missing == {"kesu_worker_thread_crashes_total"}  # an alert says it


def test_panels_of_the_dashboard_do_not_overlap_and_have_names() -> None:
    for path in DASHBOARDS:
        panels = json.loads(path.read_text())["panels"]
        assert len({panel["id"] for panel in panels}) == len(panels)
        taken: set[tuple[int, int]] = set()
        for panel in panels:
            place = panel["gridPos"]
            cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
            assert panel["title"]
            assert not cells & taken, panel["title"]
            assert max(x for x, _ in cells) < 24
            taken |= cells


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_it_is_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["description"].endswith(".")
    manual = (ROOT / "docs/operations.md").read_text()
    anchors = {f"docs/operations.md#{heading.lower()}" for heading in re.findall(r"^#{2,4} (\w+)$", manual, re.MULTILINE)}
    assert rule["annotations"]["runbook_url"] in anchors


def test_every_runbook_belongs_to_an_alert() -> None:
    headings = set(re.findall(r"^#{2,4} (Kesu\w+)$", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    assert headings == {rule["alert"] for rule in ALERTS}


def test_every_process_is_scraped_with_its_service_and_kind() -> None:
    jobs = {job["job_name"]: job for job in yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]}
    targets = {target for group in jobs["kesu"]["static_configs"] for target in group["targets"]}
    assert targets == {f"{name}-web:{WEB_PORT}" for name in NAMES} | {f"{name}-worker:{METRICS_PORT}" for name in NAMES}
    for relabel, expected in zip(jobs["kesu"]["relabel_configs"], ("quality", "worker"), strict=True):
        match = re.fullmatch(relabel["regex"], "quality-worker:9100")
        assert match
        assert match[int(relabel["replacement"].strip("${}"))] == expected
