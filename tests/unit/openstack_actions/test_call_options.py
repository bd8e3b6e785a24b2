"""Arguments that are no part of the request: what they change, and what is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from openstack.connection import Connection

from mistral_airflow.flow.errors import ActionError
from mistral_airflow.openstack import perform


class Ironic(BaseHTTPRequestHandler):
    """Answers with the version it was asked for; at its root with those it has."""

    def do_GET(self) -> None:
        links = [{"rel": "self", "href": f"http://127.0.0.1:{self.server.server_port}/v1/"}]
        version = {"id": "v1", "status": "CURRENT", "min_version": "1.1", "version": "1.80", "links": links}
        nodes = {"nodes": [{"asked": self.headers["X-OpenStack-Ironic-API-Version"]}]}
        body = json.dumps(nodes if self.path.endswith("/nodes") else {"versions": [version]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def connection() -> Iterator[Connection]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Ironic)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with Connection(auth_type="none", endpoint=address, baremetal_endpoint_override=address) as made:
        yield made
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("arguments", "version"), [({}, "1.34"), ({"os_ironic_api_version": "1.50"}, "1.50")], ids=["usual", "for one call"]
)
def test_the_version_of_ironic_s_api(connection: Connection, arguments: dict[str, str], version: str):
    assert perform(connection, "ironic.node_list", arguments) == [{"asked": version}]


def test_pages_one_after_the_other_are_refused(connection: Connection):
    with pytest.raises(ActionError, match="retrieve_all=False gives pages"):
        perform(connection, "neutron.list_networks", {"retrieve_all": False})
