"""What the web interface makes of a workflow: what its backend gives, and what a real browser shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mistral_airflow.local.server import AirflowServer
from tests.integration.parked import parked

screenshot = pytest.importorskip("tests.e2e.screenshot", reason="needs selenium")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seen(airflow: AirflowServer) -> Iterator[screenshot.Browser]:
    if not screenshot.available():
        pytest.skip("needs chromium and chromedriver (Debian: chromium, chromium-driver)")
    with screenshot.browser(airflow.address) as browser:
        browser.login()
        yield browser


def test_inputs_are_params_that_accept_every_value(airflow: AirflowServer):
    params = airflow.call("GET", "/api/v2/dags/typed_inputs/details")["params"]
    assert {name: param["value"] for name, param in params.items()} == {
        "needed": None, "text": "some text", "number": 3, "share": 0.5, "flag": True, "nothing": None,
        "listed": [1, "two"], "mapped": {"a": {"b": 1}},
    }  # fmt: skip
    for value in (None, 1.5, "text", True, [1, "a", None], {"a": [{}]}):
        conf = dict.fromkeys(params, value)
        run = airflow.trigger("typed_inputs", conf)
        assert airflow.wait("typed_inputs", run) == "success"
        assert airflow.xcom("typed_inputs", run, "outcome") == conf


def test_the_documentation_holds_the_workflow(airflow: AirflowServer):
    details = airflow.call("GET", "/api/v2/dags/release/details")
    assert details["description"].startswith("Build a release, test it on two platforms at once")
    assert "```yaml\nrelease:\n  description: |" in details["doc_md"]
    assert sorted(tag["name"] for tag in details["tags"]) == ["example", "mistral"]
    assert not details["is_paused"]


def test_the_graph_has_the_names_and_arrows_of_the_workflow(airflow: AirflowServer):
    graph = airflow.call("GET", "/ui/structure/structure_data", params={"dag_id": "approval"})
    arrows = {(edge["source_id"], edge["target_id"]): edge["label"] for edge in graph["edges"]}
    assert arrows["ask", "go_on"] is None
    assert arrows["ask", "ask.fail"] == "on-error"
    labels = {node["id"]: (node["label"], node["operator"]) for node in graph["nodes"]}
    assert labels["ask"] == ("ask", "std.async_noop")
    assert labels["ask.fail"] == ("fail", "engine command")
    graph = airflow.call("GET", "/ui/structure/structure_data", params={"dag_id": "release"})
    assert {(node["label"], node["operator"]) for node in graph["nodes"] if node["id"].startswith("test_bsd.")} == {
        ("on-error", "→ roll_back"),
    }
    assert {edge["source_id"] for edge in graph["edges"] if edge["target_id"] == "publish_artifact"} == {
        "test_linux", "test_bsd",
    }  # fmt: skip


def test_the_graph_in_a_browser(airflow: AirflowServer, seen: screenshot.Browser):
    run = airflow.trigger("release", {"version": "2.0"})
    assert airflow.wait("release", run) == "success"
    screenshot.show_graph(seen, "release", run)
    for text in ("build", "test_linux", "publish_artifact", "roll_back", "on-error", "outcome", "std.echo"):
        assert seen.wait(lambda text=text: text in seen.text()), text


def test_the_form_demands_what_is_needed_and_keeps_text(airflow: AirflowServer, seen: screenshot.Browser):
    before = {run["dag_run_id"] for run in airflow.runs("release")}
    screenshot.show_form(seen, "release")
    assert seen.wait(lambda: "This field is required" in seen.text())
    seen.type("element_version", "1.0")
    assert seen.wait(lambda: "This field is required" not in seen.text())
    seen.submit("Trigger")
    run = seen.wait(lambda: {run["dag_run_id"] for run in airflow.runs("release")} - before).pop()
    assert airflow.wait("release", run) == "success"
    assert airflow.run("release", run)["conf"] == {"version": "1.0", "platforms": 2, "broken": False}


def test_a_person_gives_the_result_of_a_waiting_task(airflow: AirflowServer, seen: screenshot.Browser):
    run = parked(airflow)
    screenshot.show_required_action(seen, "approval", run, "ask")
    seen.type("element_result", '{"go": true}')
    seen.submit("Succeed")
    assert airflow.wait("approval", run) == "success"
    assert airflow.xcom("approval", run, "outcome") == {"answer": {"go": True}}
