"""std.mistral_http: a service is asked, and gives the result where the request says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from mistral_airflow.local.server import AirflowServer
from tests.integration.parked import wait_until_parked

pytestmark = pytest.mark.slow


@contextmanager
def service(seen: list[dict[str, str]], early: AirflowServer | None = None) -> Iterator[str]:
    """A service that accepts everything and keeps its headers; it can give the result before that. Its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append({name: value for name, value in self.headers.items() if name.startswith("Mistral-")})
            if early is not None:
                give(early, seen[-1], "Succeed", "soon")
                seen[-1]["accepted"] = "yes"
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def give(airflow: AirflowServer, headers: dict[str, str], option: str, result: Any) -> None:
    answer = {"chosen_options": [option], "params_input": {"result": result}}
    airflow.call("PATCH", urlsplit(headers["Mistral-Callback-URL"]).path, json=answer)


def test_a_result(airflow: AirflowServer):
    seen: list[dict[str, str]] = []
    with service(seen) as url:
        run = airflow.trigger("callback", {"url": url})
        wait_until_parked(airflow, "callback", run)
    (headers,) = seen
    assert headers["Mistral-Workflow-Name"] == "callback"
    assert headers["Mistral-Workflow-Execution-Id"] == run
    assert headers["Mistral-Callback-URL"].startswith(airflow.address)
    give(airflow, headers, "Succeed", {"of": "the service"})
    assert airflow.wait("callback", run) == "success"
    assert airflow.xcom("callback", run, "outcome") == {"answer": {"of": "the service"}}


def test_an_error(airflow: AirflowServer):
    seen: list[dict[str, str]] = []
    with service(seen) as url:
        run = airflow.trigger("callback", {"url": url})
        wait_until_parked(airflow, "callback", run)
    give(airflow, seen[0], "Fail", "no")
    assert airflow.wait("callback", run) == "failed"
    assert airflow.xcom("callback", run, "ask") == "no"


def test_a_result_is_accepted_before_the_request_is_answered(airflow: AirflowServer):
    """What Airflow makes of it then is Airflow's (docs/deviations.md, an answer that comes too soon)."""
    seen: list[dict[str, str]] = []
    with service(seen, early=airflow) as url:
        run = airflow.trigger("callback", {"url": url})
        assert airflow.wait("callback", run) in ("success", "failed")
    assert seen[0]["accepted"]


def test_a_service_that_is_not_there(airflow: AirflowServer):
    run = airflow.trigger("callback", {"url": "http://127.0.0.1:1/"})
    assert airflow.wait("callback", run) == "failed"
    assert "Failed to send HTTP request" in airflow.log("callback", run, "ask")
