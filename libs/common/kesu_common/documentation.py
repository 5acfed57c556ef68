"""Documents made from the code: facts (docs/events.md, docs/asyncapi.yaml), state machines, OpenAPI. Committed, checked by `make check`."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from marshmallow import Schema

from kesu_common.bus import topology
from kesu_common.events import EventType
from kesu_common.people.tokens import new_session_keys
from kesu_common.runtime import Runtime
from kesu_common.service import Service
from kesu_common.settings import Settings

MADE = "made from the code by `kesu generate`; do not edit"


def write(root: Path, services: Mapping[str, Service]) -> list[Path]:
    """Write every document below `root`; returns the paths of those that changed."""
    changed = []
    for path, content in documents(services):
        target = root / path
        if not target.exists() or target.read_text(encoding="utf-8") != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
            changed.append(path)
    return changed


def out_of_date(root: Path, services: Mapping[str, Service]) -> list[Path]:
    """The documents below `root` that `write` would change."""
    made = [(root / path, path, content) for path, content in documents(services)]
    return [path for target, path, content in made if not target.exists() or target.read_text(encoding="utf-8") != content]


def documents(services: Mapping[str, Service]) -> Iterator[tuple[Path, str]]:
    """(path below the checkout, content) of every document."""
    yield Path("docs/events.md"), events_page(services)
    yield Path("docs/asyncapi.yaml"), yaml.safe_dump(asyncapi(services), allow_unicode=True, sort_keys=False, width=120)
    yield Path("docs/state-machines.md"), state_machines_page(services)
    for name, service in services.items():
        yield (
            Path(f"docs/openapi/{name}.json"),
            json.dumps(openapi(service), ensure_ascii=False, indent=1, sort_keys=True, default=float) + "\n",
        )


def events_page(services: Mapping[str, Service]) -> str:
    """Every fact: who states it, with which data, who listens."""
    lines = ["# Facts", "", f"<!-- {MADE} -->", ""]
    lines += ["What each service states, and who reacts. Envelope: CloudEvents 1.0; routing key `<thing>.<fact>.<site>`.", ""]
    for name, service in services.items():
        lines += [f"## {name}: {service.title}", ""]
        for event in service.all_events:
            listeners = [other.name for other in services.values() if other.listens(event.type, f"/kesu/{name}")]
            lines += [
                f"### `{event.type}`",
                "",
                event.summary + (" *Internal: never shown to third parties.*" if event.internal else ""),
                "",
            ]
            lines += [f"Heard by: {', '.join(listeners) or 'nobody'}.", ""]
            lines += _fields(event.schema())
            lines += ["```json", json.dumps(event.example, ensure_ascii=False, indent=2, default=str), "```", ""]
    return "\n".join(lines)


def _fields(schema: Schema) -> list[str]:
    rows = [f"| `{name}` | {type(field).__name__} | {'yes' if field.required else 'no'} |" for name, field in schema.fields.items()]
    return ["| field | type | required |", "|---|---|---|", *rows, ""] if rows else []


def state_machines_page(services: Mapping[str, Service]) -> str:
    """Every state table as a diagram."""
    lines = ["# State machines", "", f"<!-- {MADE} -->", ""]
    for name, service in services.items():
        for table in service.states:
            lines += [f"## {name}: {table.name}", "", "```mermaid", "stateDiagram-v2"]
            targets = set(table.transitions.values())
            lines += [f"    [*] --> {state}" for state in table.states if state == table.initial or state not in targets]
            lines += [f"    {source} --> {target}: {command}" for (source, command), target in table.transitions.items()]
            lines += [f"    {state} --> [*]" for state in table.states if table.is_final(state)]
            lines += ["```", ""]
    return "\n".join(lines)


def asyncapi(services: Mapping[str, Service]) -> dict[str, Any]:
    """AsyncAPI 3.0: a channel and an operation per fact, its data by its own schema within the CloudEvents envelope."""
    converter = APISpec("facts", "1", "3.1.0", plugins=[MarshmallowPlugin(schema_name_resolver=_schema_name)])
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for name, service in services.items():
        for event in service.all_events:
            key = event.type.removeprefix("kesu.").replace(".", "_")
            schema = _schema_name(event.schema)
            if schema not in converter.components.schemas:
                converter.components.schema(schema, schema=event.schema)
            messages[key] = _message(event, schema)
            channels.setdefault(
                event.topic.replace(".", "_"),
                {
                    "address": f"{event.topic}.{{site}}",
                    "messages": {},
                    "parameters": {"site": {"description": "code of the site"}},
                    "bindings": {
                        "amqp": {"is": "routingKey", "exchange": {"name": topology.EVENTS.name, "type": "topic", "durable": True}}
                    },
                },
            )["messages"][key] = {"$ref": f"#/components/messages/{key}"}
            channel = {"$ref": f"#/channels/{event.topic.replace('.', '_')}"}
            operations[f"{name}_{key}"] = {"action": "send", "channel": channel, "summary": event.summary, "tags": [{"name": name}]}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Kesu facts", "version": version("kesu-common"), "description": MADE},
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": converter.to_dict()["components"]["schemas"]},
    }


def _schema_name(schema: Any) -> str:
    """`intake_ComplaintRegistered`: two services may call two schemas the same."""
    kind = schema if isinstance(schema, type) else type(schema)
    return f"{kind.__module__.split('.')[0].removeprefix('kesu_')}_{kind.__name__}"


def _message(event: EventType, schema: str) -> dict[str, Any]:
    envelope = {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "time", "site", "sequence", "actor", "data"],
        "properties": {
            "type": {"const": event.type},
            "sequence": {"type": "integer", "description": "gapless per source"},
            "case": {"type": "string", "description": "complaint or campaign that it all belongs to"},
            "causation": {"type": "string", "description": "id of the fact that caused this one"},
            "data": {"$ref": f"#/components/schemas/{schema}"},
        },
    }
    example = json.loads(json.dumps(event.example, default=str))
    return {
        "name": event.type,
        "summary": event.summary,
        "payload": envelope,
        "examples": [{"payload": {"type": event.type, "data": example}}],
    }


def openapi(service: Service) -> dict[str, Any]:
    """The OpenAPI document of a service, as the running service gives it."""
    document: dict[str, Any] = app_without_database(service).extensions["kesu-openapi"].to_dict()
    return document


def app_without_database(service: Service) -> Flask:
    """The app of a service, for what is known without its database: addresses, rights, documents."""
    from kesu_common.web.app import create_app

    private, public = new_session_keys()
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    settings = Settings(
        service=service.name,
        database_url=nowhere,
        secret_key=secrets.token_hex(),
        service_token_secret=secrets.token_hex(),
        session_private_key=private,
        session_public_key=public,
    )
    return create_app(Runtime(service, settings))
