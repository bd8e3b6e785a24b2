"""std.mistral_http in a run, without a server of Airflow's."""

from __future__ import annotations

from pathlib import Path

import pytest

from mistralc.compilation import Sources
from mistralc.source import load
from tests.unit.actions.places import Places

pytestmark = [pytest.mark.airflow, pytest.mark.usefixtures("everywhere")]

WORKFLOW = """\
version: '2.0'
asking:
  input: [url]
  output: {answer: <% task(ask).result.get(status) %>}
  tasks:
    ask:
      action: std.mistral_http url=<% $.url %> method="POST"
      on-error: last
    last: {action: std.noop}
"""


def run(runner, folder: Path, url: str):
    from mistral_airflow.local.execution import read_execution, start_execution

    sources = Sources()
    sources.add(load(WORKFLOW, "asking.yaml"), Path("asking.yaml"), "workflow")
    (output,) = sources.compile().outputs
    (folder / output.name).write_text(output.text)
    runner.load(folder)
    with runner.forgotten():
        started = start_execution(runner, "asking", {"url": url}, folder.name)
        state = runner.drive(started, 300)
        return state, read_execution(runner, started)


def test_it_waits_once_the_request_is_accepted(runner, tmp_path: Path, found: Places):
    state, _ = run(runner, tmp_path, f"{found.names['http']}/echo")
    assert state == "running"
    headers = found.http.requests[-1]["headers"]
    assert headers["mistral-workflow-name"] == "asking"
    assert headers["mistral-workflow-execution-id"] == tmp_path.name
    place = f"/api/v2/dags/asking/dagRuns/{tmp_path.name}/taskInstances/ask/-1/hitlDetails"
    assert headers["mistral-callback-url"].endswith(place)


def test_it_fails_at_once_with_the_answer_as_its_result(runner, tmp_path: Path, found: Places):
    state, execution = run(runner, tmp_path, f"{found.names['http']}/status/500")
    assert (state, execution.state, execution.output) == ("success", "SUCCESS", {"answer": 500})
