"""`mistralc run` of a workflow that starts another and does not wait for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from mistral_airflow.options import HTTP_DENIED_NETWORKS
from tests.unit.making import definition

pytestmark = pytest.mark.airflow


def test_what_was_started_goes_on_to_its_end(tmp_path: Path):
    asked: list[str] = []

    class Notes(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Notes) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/late"
        late = {
            "a": {"action": "std.noop", "wait-before": 1, "on-success": "b"},
            "b": {"action": f"std.http url='{url}'"},
        }
        (tmp_path / "flow.yaml").write_text(
            definition({"t": {"action": "mistral.executions_create wf_identifier='other'"}})
        )
        (tmp_path / "other.yaml").write_text(definition(late).replace("\nflow:", "\nother:"))
        command = [sys.executable, "-m", "mistralc", "run", str(tmp_path), "-w", "flow", "--json"]
        environment = {**os.environ, HTTP_DENIED_NETWORKS.variable: ""}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=180)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "SUCCESS"
    assert asked == ["/late"]
