"""Opening a connection with the options that keep kombu and py-amqp from waiting for ever."""

from __future__ import annotations

from kombu.connection import Connection  # not `from kombu`: invisible to type checkers there

CONNECT_TIMEOUT = 5.0
WRITE_TIMEOUT = 10.0
HEARTBEAT = 30.0


def is_memory(url: str) -> bool:
    """Whether the bus lives within this process."""
    return url.startswith("memory:")


def connect(url: str, *, heartbeat: float = 0.0) -> Connection:
    """A connected connection. Raises whatever the transport raises: see `errors`."""
    if is_memory(url):
        connection = Connection(url)
    else:
        options: dict[str, object] = {"write_timeout": WRITE_TIMEOUT, "client_properties": {"product": "kesu"}}
        connection = Connection(url, connect_timeout=CONNECT_TIMEOUT, heartbeat=heartbeat, transport_options=options)
    connection.connect()
    return connection
