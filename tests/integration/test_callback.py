"""std.mistral_http: a service that gives the result before it has answered the request."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from mistral_airflow.local.server import AirflowServer

pytestmark = pytest.mark.slow


@contextmanager
def service(airflow: AirflowServer, seen: list[dict[str, str]]) -> Iterator[str]:
    """A service that calls back with the rest of its address as the option; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name: value for name, value in self.headers.items() if name.startswith("Mistral-")}
            seen.append(headers)
            answer: dict[str, Any] = {
                "chosen_options": [self.path[1:]],
                "params_input": {"result": {"of": "the service"}},
            }
            airflow.call("PATCH", urlsplit(headers["Mistral-Callback-URL"]).path, json=answer)
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


def test_the_result_may_come_before_the_answer(airflow: AirflowServer):
    seen: list[dict[str, str]] = []
    with service(airflow, seen) as url:
        run = airflow.trigger("callback", {"url": f"{url}/Succeed"})
        assert airflow.wait("callback", run) == "success"
    assert airflow.xcom("callback", run, "outcome") == {"answer": {"of": "the service"}}
    (headers,) = seen
    assert headers["Mistral-Workflow-Name"] == "callback"
    assert headers["Mistral-Workflow-Execution-Id"] == run
    assert headers["Mistral-Callback-URL"].startswith(airflow.address)


def test_an_error(airflow: AirflowServer):
    with service(airflow, []) as url:
        run = airflow.trigger("callback", {"url": f"{url}/Fail"})
        assert airflow.wait("callback", run) == "failed"


def test_a_service_that_is_not_there(airflow: AirflowServer):
    run = airflow.trigger("callback", {"url": "http://127.0.0.1:1/"})
    assert airflow.wait("callback", run) == "failed"
    assert "Failed to send HTTP request" in airflow.log("callback", run, "ask")
