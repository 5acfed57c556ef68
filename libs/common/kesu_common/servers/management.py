"""RabbitMQ's management HTTP API: virtual hosts, and whatever else it answers."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from kesu_common.servers.processes import ServerError

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a broker is never behind the way out


class Management:
    """The HTTP API at `api_url` of the broker whose clients use `amqp_url`, with the same user and password."""

    def __init__(self, api_url: str, amqp_url: str) -> None:
        self.api_url = api_url.rstrip("/")
        self._amqp = urlsplit(amqp_url)
        self.user = unquote(self._amqp.username or "guest")
        self.password = unquote(self._amqp.password or "guest")

    def create_vhost(self, name: str) -> str:
        """Make a virtual host with full rights for the user; its AMQP URL."""
        self.call("PUT", f"/api/vhosts/{quote(name, safe='')}")
        rights = {"configure": ".*", "write": ".*", "read": ".*"}
        self.call("PUT", f"/api/permissions/{quote(name, safe='')}/{quote(self.user, safe='')}", rights)
        return self._amqp._replace(path=f"/{quote(name, safe='')}").geturl()

    def delete_vhost(self, name: str) -> None:
        """Drop a virtual host with everything in it; its clients are disconnected."""
        self.call("DELETE", f"/api/vhosts/{quote(name, safe='')}")

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One call: the decoded answer, None for an empty one. Raises `ServerError` with what the broker said."""
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.api_url}{path}", data=data, method=method, headers=headers)  # noqa: S310  # http by construction
        try:
            with _opener.open(request, timeout=30) as response:
                answer = response.read()
        except urllib.error.HTTPError as error:
            raise ServerError(f"RabbitMQ: {method} {path}: {error.code} {error.read().decode(errors='replace')}") from error
        except urllib.error.URLError as error:
            raise ServerError(f"RabbitMQ's management API at {self.api_url} does not answer: {error.reason}") from error
        return json.loads(answer) if answer else None
