"""The least that an endpoint can do: Flask and psycopg, two rows in one transaction, or many by COPY. `python -m bench.bare PORT URL`."""

from __future__ import annotations

import sys
import threading
from types import SimpleNamespace

import psycopg
from flask import Flask, Response, jsonify, request

from kesu_common.service import load
from kesu_common.settings import Settings
from kesu_common.webserver import WebServer

TABLES = """
    CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer text NOT NULL, body text NOT NULL);
    CREATE TABLE scanned (device text NOT NULL, sequence bigint NOT NULL, code text NOT NULL, quantity numeric NOT NULL, place text);
    CREATE TABLE happened (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thing bigint NOT NULL, data text NOT NULL);
"""

SCAN = ("device", "sequence", "code", "quantity", "place")
COPY = f"COPY scanned ({', '.join(SCAN)}) FROM STDIN"


def create_app(url: str) -> Flask:
    """The application on a database that has `TABLES`."""
    app = Flask(__name__)
    app.extensions["kesu"] = SimpleNamespace(draining=False)  # what the production web server tells an application
    own = threading.local()

    @app.post("/things")
    def register() -> tuple[Response, int]:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url)
        given = request.get_json()
        with own.connection.transaction():
            cursor = own.connection.execute(
                "INSERT INTO thing (customer, body) VALUES (%s, %s) RETURNING id", (given["customer_code"], given["text"])
            )
            [number] = cursor.fetchone()
            own.connection.execute("INSERT INTO happened (thing, data) VALUES (%s, %s)", (number, given["text"]))
        return jsonify(number=number), 201

    @app.post("/scans")
    def scan() -> tuple[Response, int]:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url)
        given = request.get_json()
        with own.connection.transaction(), own.connection.cursor().copy(COPY) as rows:
            for one in given:
                rows.write_row(tuple(one[name] for name in SCAN))
        return jsonify([{"sequence": one["sequence"]} for one in given]), 200

    return app


class BareServer(WebServer):
    """The production web server with the same options, around the bare application."""

    def load(self) -> Flask:
        """Make the application, in the worker, after the fork."""
        return create_app(self.settings.database_url)


def main(port: int, url: str) -> None:
    """Serve until a signal ends it."""
    settings = Settings(service="intake", database_url=url, secret_key="-", session_public_key="-", service_token_secret="-")
    BareServer(load("intake"), settings, host="127.0.0.1", port=port).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
