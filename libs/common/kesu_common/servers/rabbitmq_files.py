"""What a private RabbitMQ node reads when it starts: configuration, plugins, cookie, definitions; the environment names only these."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kesu_common.servers.processes import LOOPBACK, write_private

USER = "kesu"


@dataclass(frozen=True)
class Node:
    """Name, password and ports of one node; `dist` is Erlang's own port, `epmd` its port mapper's."""

    name: str
    password: str
    amqp: int
    dist: int
    epmd: int
    management: int

    @classmethod
    def load(cls, path: Path) -> Node:
        """Read what `dump` wrote."""
        return cls(**json.loads(path.read_text()))

    def dump(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))


def write(directory: Path, node: Node, *, management: bool, definitions: Path | None) -> dict[str, str]:
    """Write the node's files into `directory`; the environment to start it with."""
    home = directory / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    if not (home / ".erlang.cookie").exists():
        write_private(home / ".erlang.cookie", secrets.token_hex(16), mode=0o400)
    settings = {
        "listeners.tcp.1": f"{LOOPBACK}:{node.amqp}",
        "default_user": USER,
        "default_pass": node.password,
        "log.console": "true",
        "log.console.level": "warning",
        "log.file": "false",
    }
    if management:
        settings |= {"management.tcp.ip": LOOPBACK, "management.tcp.port": str(node.management)}
    if definitions is not None:
        loaded = directory / "definitions.json"
        write_private(loaded, json.dumps(with_administrator(json.loads(definitions.read_text()), node.password)))
        settings["load_definitions"] = str(loaded)
    write_private(directory / "rabbitmq.conf", "".join(f"{name} = {value}\n" for name, value in settings.items()))
    write_private(directory / "enabled_plugins", f"[{'rabbitmq_management' if management else ''}].\n")
    write_private(directory / "advanced.config", "[].\n")
    write_private(directory / "env.conf", "")
    (directory / "conf.d").mkdir(exist_ok=True)
    return _environment(directory, node)


def with_administrator(definitions: Mapping[str, Any], password: str) -> dict[str, Any]:
    """The definitions with our own user beside theirs: a node that loads definitions makes no default user."""
    user = {
        "name": USER,
        "password_hash": password_hash(password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": ["administrator"],
    }
    vhosts = list(definitions.get("vhosts", []))
    if "/" not in [vhost["name"] for vhost in vhosts]:
        vhosts.append({"name": "/"})
    rights = [{"user": USER, "vhost": vhost["name"], "configure": ".*", "write": ".*", "read": ".*"} for vhost in vhosts]
    users, permissions = ([*definitions.get(name, [])] for name in ("users", "permissions"))
    return {**definitions, "vhosts": vhosts, "users": [*users, user], "permissions": [*permissions, *rights]}


def password_hash(password: str, salt: bytes | None = None) -> str:
    """A password as RabbitMQ stores it: base64 of a 4-byte salt and the SHA-256 of salt and password (rabbitmq.com/docs/passwords)."""
    salt = salt or secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _environment(directory: Path, node: Node) -> dict[str, str]:
    """Nothing of ours is passed on but the search path; every file that RabbitMQ would look for in /etc or /var is named."""
    named = {
        "NODENAME": node.name,
        "DIST_PORT": str(node.dist),
        "BASE": directory,
        "MNESIA_BASE": directory / "data",
        "LOG_BASE": directory / "log",
        "LOGS": "-",
        "CONFIG_FILE": directory / "rabbitmq.conf",
        "CONFIG_FILES": directory / "conf.d",
        "ADVANCED_CONFIG_FILE": directory / "advanced.config",
        "CONF_ENV_FILE": directory / "env.conf",
        "ENABLED_PLUGINS_FILE": directory / "enabled_plugins",
        "PLUGINS_EXPAND_DIR": directory / "data" / "plugins-expand",
        "FEATURE_FLAGS_FILE": directory / "data" / "feature_flags",
        "GENERATED_CONFIG_DIR": directory / "generated",
        "SCHEMA_DIR": directory / "schema",
        "PID_FILE": directory / "rabbitmq.pid",
        "SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    }
    return {
        "PATH": f"{os.environ.get('PATH', '/usr/bin:/bin')}:/usr/sbin:/sbin",
        "HOME": str(directory / "home"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "ERL_EPMD_PORT": str(node.epmd),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RUNNING_UNDER_SYSTEMD": "true",  # the start script then becomes the node by exec: one process, ended by one signal
        **{f"RABBITMQ_{name}": str(value) for name, value in named.items()},
    }
