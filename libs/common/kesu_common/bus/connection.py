"""Opening a connection with the options that keep kombu and py-amqp from waiting for ever."""

from __future__ import annotations

from kombu.connection import Connection  # not `from kombu`: invisible to type checkers there

CONNECT_TIMEOUT = 5.0
WRITE_TIMEOUT = 10.0
POLLING_INTERVAL = 0.02
HEARTBEAT = 30.0


def is_memory(url: str) -> bool:
    """Whether the bus lives within this process."""
    return url.startswith("memory:")


def connect(url: str, *, heartbeat: float = 0.0) -> Connection:
    """A connected connection. Raises whatever the transport raises: see `errors`."""
    if is_memory(url):
        options: dict[str, object] = {"polling_interval": POLLING_INTERVAL}
        connection = Connection(url, transport_options=options)
    else:
        options = {"write_timeout": WRITE_TIMEOUT, "client_properties": {"product": "kesu"}}
        connection = Connection(url, connect_timeout=CONNECT_TIMEOUT, heartbeat=heartbeat, transport_options=options)
    connection.connect()
    return connection
