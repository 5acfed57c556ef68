"""docker-compose.yml: valid, complete for every service, given what the settings read, and closed where it should be."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from kesu_common.mail.settings import MailSettings
from kesu_common.service import NAMES
from kesu_common.settings import Settings
from kesu_onebox import plan

ROOT = Path(__file__).parents[2]
PROCESSES = plan.processes()
INFRASTRUCTURE = {"postgres", "rabbitmq", "proxy", "prometheus", "grafana"}
MAIL = {"KESU_SMTP_HOST", "KESU_SMTP_PORT", "KESU_SMTP_SECURITY", "KESU_SMTP_LOGIN", "KESU_SMTP_PASSWORD", "KESU_MAIL_SENDER"}

Compose = dict[str, Any]


def given(process: dict[str, Any]) -> dict[str, str]:
    """The settings of a container by their plain names, without `_FILE`."""
    return {name.removesuffix("_FILE"): value for name, value in process["environment"].items()}


def secret_targets(process: dict[str, Any]) -> dict[str, str]:
    """Path in the container → name of the secret."""
    long = [{"source": one, "target": one} if isinstance(one, str) else one for one in process.get("secrets", [])]
    return {f"/run/secrets/{one['target']}": one["source"] for one in long}


def test_it_is_a_compose_file() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(ROOT / "docker-compose.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_has_every_process_of_every_service_and_nothing_unknown(compose: Compose) -> None:
    assert {point.name for point in entry_points(group="kesu.services")} == set(NAMES)
    assert set(compose["services"]) == {process.name for process in PROCESSES} | INFRASTRUCTURE


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_process_is_started_as_the_native_one_and_given_the_same_settings(compose: Compose, process: plan.Process) -> None:
    container = compose["services"][process.name]
    assert tuple(container["command"]) == process.arguments
    assert container["image"].split(":")[0] == f"kesu/{process.service}"
    settings = given(container)
    assert process.required <= set(settings)
    assert ("KESU_BUS_URL" in settings) == (process.kind == "worker")
    assert ("KESU_SESSION_PRIVATE_KEY" in settings) == (process.name == "desk-web")


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_every_setting_is_one_that_the_services_read(compose: Compose, process: plan.Process) -> None:
    known = {f"KESU_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert set(given(compose["services"][process.name])) <= known | MAIL


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_secrets_come_as_files_of_this_service_alone(compose: Compose, process: plan.Process) -> None:
    container = compose["services"][process.name]
    targets = secret_targets(container)
    files = {value for name, value in container["environment"].items() if name.endswith("_FILE")}
    assert files == set(targets)
    assert set(targets.values()) <= set(compose["secrets"])
    owned = [name for name in targets.values() if name.endswith(("_database_url", "_bus_url"))]
    assert all(name.startswith(f"{process.service}_") for name in owned)
    plain = {name for name in container["environment"] if not name.endswith("_FILE")}
    assert not plain & plan.REQUIRED


def test_settings_can_be_read_from_what_a_container_is_given(compose: Compose, secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(compose, "desk-worker", secrets, monkeypatch)
    assert settings.database_url.endswith("@postgres:5432/kesu_desk")
    assert settings.bus_url.endswith("@rabbitmq:5672/kesu")
    assert "\n" not in settings.secret_key + settings.database_url + settings.bus_url
    assert {name: settings.peer(name) for name in NAMES} == {name: f"http://{name}-web:{plan.WEB_PORT}/{name}" for name in NAMES}


@pytest.mark.parametrize("process", ["intake-web", "intake-worker", "survey-web", "survey-worker"])
def test_intake_and_survey_send_mail_once_a_server_is_named_and_else_does_without(
    compose: Compose, secrets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: str
) -> None:
    assert settings_of(compose, process, secrets, monkeypatch).mail is None
    named = {"KESU_SMTP_HOST": "mail.plant.example", "KESU_MAIL_SENDER": "complaints@plant.example"}
    without = settings_of(compose, process, secrets, monkeypatch, **named).mail
    assert without == MailSettings(host="mail.plant.example", sender="complaints@plant.example", port=587, security="starttls")
    shutil.copytree(secrets, tmp_path, dirs_exist_ok=True)
    (tmp_path / "smtp_password").chmod(0o644)
    (tmp_path / "smtp_password").write_text("open sesame")
    mail = settings_of(compose, process, tmp_path, monkeypatch, **named, KESU_SMTP_LOGIN="kesu", KESU_SMTP_SECURITY="tls").mail
    assert mail is not None
    assert (mail.login, mail.password, mail.port) == ("kesu", "open sesame", 465)


def settings_of(compose: Compose, process: str, secrets: Path, monkeypatch: pytest.MonkeyPatch, **named: str) -> Settings:
    """What the process reads in its container, when the file `.env` gives what is `named`."""
    container = compose["services"][process]
    targets = secret_targets(container)
    for name, value in container["environment"].items():
        plain = re.sub(r"\$\{(\w+):-([^}]*)}", lambda found: named.get(found[1], found[2]), value)
        monkeypatch.setenv(name, str(secrets / targets[value]) if name.endswith("_FILE") else plain)
    return Settings.from_env(process.split("-")[0])


def test_only_the_proxy_and_grafana_are_reached_from_outside(compose: Compose) -> None:
    assert {name for name, container in compose["services"].items() if container.get("ports")} == {"proxy", "grafana"}
    assert compose["services"]["grafana"]["ports"][0].startswith("${GRAFANA_BIND:-127.0.0.1}:")
    assert compose["networks"]["data"] == compose["networks"]["bus"] == {"internal": True}


def test_web_processes_cannot_reach_the_broker(compose: Compose) -> None:
    on_bus = {name for name, container in compose["services"].items() if "bus" in container["networks"]}
    assert on_bus == {f"{name}-worker" for name in NAMES} | {"rabbitmq", "prometheus"}


def test_every_container_is_confined(compose: Compose) -> None:
    for name, container in compose["services"].items():
        assert container["read_only"] is True, name
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in container, name
        assert container["deploy"]["resources"]["limits"]["memory"], name
        assert container["restart"] == ("no" if name.endswith("-migrate") else "unless-stopped"), name


def test_every_container_that_stays_has_a_health_check(compose: Compose) -> None:
    image = (ROOT / "deploy/docker/Dockerfile").read_text()
    assert "HEALTHCHECK" in image
    for name, container in compose["services"].items():
        if name in INFRASTRUCTURE:
            assert container["healthcheck"]["test"][0] == "CMD", name
        else:
            assert container.get("healthcheck") == ({"disable": True} if name.endswith("-migrate") else None), name


def test_web_and_worker_wait_for_their_migration_and_that_for_the_database(compose: Compose) -> None:
    for service in NAMES:
        for kind in ("web", "worker"):
            depends = compose["services"][f"{service}-{kind}"]["depends_on"]
            assert depends == {f"{service}-migrate": {"condition": "service_completed_successfully"}}
        assert compose["services"][f"{service}-migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_each_image_is_built_once(compose: Compose) -> None:
    built = {name: container["build"]["args"]["SERVICE"] for name, container in compose["services"].items() if "build" in container}
    assert built == {f"{service}-migrate": service for service in NAMES}


def test_everything_that_is_mounted_or_named_exists(compose: Compose) -> None:
    named = set(compose["volumes"])
    for name, container in compose["services"].items():
        assert set(container["networks"]) <= set(compose["networks"]), name
        for mount in container.get("volumes", []):
            source, _, target = mount.partition(":")
            assert (ROOT / source).exists() if source.startswith(".") else source in named, mount
            assert target.startswith("/"), mount


def test_secrets_are_what_the_script_makes_and_git_ignores_them(compose: Compose, secrets: Path) -> None:
    files = {Path(secret["file"]).name for secret in compose["secrets"].values()}
    made = {path.name for path in secrets.iterdir()}
    assert files <= made
    assert made - files == {"rabbitmq_admin_password"}  # for people
    ignored = subprocess.run(["git", "check-ignore", "-q", "deploy/secrets/secret_key"], cwd=ROOT, check=False)
    assert ignored.returncode == 0


def test_no_password_stands_in_a_file_of_the_deployment() -> None:
    for path in (ROOT / "docker-compose.yml", *(ROOT / "deploy").rglob("*.yml"), *(ROOT / "deploy").rglob("*.json")):
        assert not re.search(r"(password|passwd|pass)\"?\s*[:=]\s*\"?[A-Za-z0-9+/]{6,}", path.read_text(), re.IGNORECASE), path
