"""The same workflows by the real Mistral and by us, against one cloud: states and outputs, field by field.

`python -m tests.e2e.mistral --report docs/openstack-e2e.md` (`make e2e-mistral`). What differs from run to run by its
nature (ids, addresses, request ids) is compared as such: a placeholder by the kind of value.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.project import PUBLIC_KEY, Project, empty, eventually, ground

HERE = Path(__file__).parent
PATIENCE = 300.0

HEAD = """# The same workflows by Mistral and by mistralc, on one OpenStack

From one run of `make e2e-mistral`: Keystone, Glance, Nova, Neutron and Cinder {release} and Mistral 23 on one machine.
Compared are the state of the run, the state of each task, and the output field by field; ids, addresses and request ids
by their kind. Not compared: the message of a failed run as a whole (`result` of its output), which lists the errors of
its tasks in other words. The message of an action is compared without what Mistral's executor wraps around it, the
address of a Python object among it. `=` is the same on both sides.

Two differences are known. A join that nothing completes is listed as WAITING by Mistral when another task has ended
the run; we list tasks that ran. And `nova.servers_create` without `nics`, which Mistral's own examples use, is refused
by the client library of today's Mistral ("nics are required after microversion 2.36"); we send it, and Nova takes the
network of the project if there is one.

| workflow | state | tasks | output | differences |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Ended:
    """What came of a run: its state, the tasks with theirs, its output."""

    state: str
    tasks: Mapping[str, str]
    output: Mapping[str, Any]


@dataclass(frozen=True)
class Scenario:
    """A workflow and what it is started with, made anew for each side."""

    workflow: str
    inputs: Callable[[Project], dict[str, Any]]


def _name() -> str:
    return f"both-{uuid.uuid4().hex[:6]}"


SCENARIOS = [
    Scenario("create_vm", lambda p: {
        "vm_name": _name(), "image": p.image_name, "flavor": p.flavor_name, "network": p.network_name,
        "external_network": p.external_name,
    }),
    Scenario("create_vm", lambda p: {
        "vm_name": _name(), "image": p.image_name, "flavor": "nothing", "network": p.network_name,
        "external_network": p.external_name,
    }),
    Scenario("nova_actions.create_vm", lambda p: {"vm_name": _name(), "image_ref": p.image, "flavor_ref": p.flavor}),
    Scenario("volume_round_trip", lambda p: {
        "name": _name(), "image": p.image, "flavor": p.flavor, "network": p.network,
    }),
    Scenario("clone_vm", lambda p: {
        "vm_name": _name(), "flavor_ref": p.flavor, "source_root_vol_id": p.volume(_name()).id,
        "root_vol_name": _name(), "root_vol_size": 1,
        "additional_volumes": [{"vol_name": _name(), "vol_size": 1, "source_vol_id": p.volume(_name()).id}],
    }),
    Scenario("snapshot_and_image", lambda p: {
        "name": _name(), "server": p.server(_name()).id, "volume": p.volume(_name()).id,
    }),
    Scenario("project_with_user", lambda p: {"name": "made-for-both", "password": uuid.uuid4().hex}),
    Scenario("glance_actions.get_first_glance_image", lambda p: {}),
    Scenario("keystone_actions.get_first_keystone_project", lambda p: {}),
    Scenario("find_flavor", lambda p: {"flavor": "nothing"}),
    Scenario("look_for_status", lambda p: {"server": p.server(_name()).id, "status": "ACTIVE"}),
    Scenario("wait_for_status", lambda p: {"server": p.server(_name()).id, "status": "SHUTOFF", "count": 3}),
    Scenario("server_with_network", lambda p: {
        "name": _name(), "image": p.image, "flavor": p.flavor, "external_network": p.external_network,
        "public_key": PUBLIC_KEY,
    }),
]  # fmt: skip


class Mistral:
    """The real one, through its API."""

    def __init__(self, connection: Any) -> None:
        self._session = connection.session
        self._url = self._session.get_endpoint(service_type="workflowv2", interface="public")
        if not self._url:
            raise SystemExit("This cloud has no Mistral: bring one up with `control_plane --mistral`")

    def define(self, files: list[Path]) -> None:
        """Create workflows and workbooks of Mistral's text."""
        for file in files:
            text = file.read_text()
            kind = "workbooks" if re.search(r"^workflows:", text, re.M) else "workflows"
            answer = self._session.post(
                f"{self._url}/{kind}", data=text.encode(), headers={"Content-Type": "text/plain"}, raise_exc=False
            )
            if answer.status_code >= 400:
                raise SystemExit(f"Mistral refuses {file.name}: {answer.text[:500]}")

    def run(self, workflow: str, inputs: Mapping[str, Any]) -> Ended:
        """Start a run and wait for its end."""
        body = {"workflow_name": workflow, "input": json.dumps(inputs)}
        made = self._session.post(f"{self._url}/executions", json=body).json()
        place = f"{self._url}/executions/{made['id']}"
        eventually(lambda: self._session.get(place).json()["state"] in ("SUCCESS", "ERROR"), PATIENCE)
        ended = self._session.get(place).json()
        tasks = self._session.get(f"{place}/tasks").json()["tasks"]
        return Ended(ended["state"], {t["name"]: t["state"] for t in tasks}, json.loads(ended["output"]))


class Ours:
    """Compiled, run in this process."""

    def __init__(self, project: Project, home: Path) -> None:
        from mistral_airflow.local.home import prepare

        prepare(home)
        from mistral_airflow.local.runner import LocalRunner
        from tests.e2e.workflows import Workflows, compile_all

        compile_all(home / "dags")
        runner = LocalRunner()
        runner.load(home / "dags")
        self._workflows = Workflows(runner, {"openstack": {"project": project.id}})

    def run(self, workflow: str, inputs: Mapping[str, Any]) -> Ended:
        """Start a run and drive it to its end."""
        ended = self._workflows.run(workflow, **inputs)
        return Ended(ended.state, {task.name: task.state for task in ended.tasks}, ended.output or {})


_WRAPPED = re.compile(r"The action raised an exception \[action=<.*?, msg='(.*)'\]", re.S)
"""What Mistral's executor wraps around the message of an action; we give the message itself."""

_KINDS = {
    "request": re.compile(r"req-[0-9a-f-]{36}"),
    "id": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b"),
    "address": re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b"),
    "name": re.compile(r"both-[0-9a-f]{6}"),
}


def general(value: Any) -> Any:
    """A value without what is different in every run."""
    if isinstance(value, str):
        value = _WRAPPED.sub(r"\1", value)
        for kind, pattern in _KINDS.items():
            value = pattern.sub(f"<{kind}>", value)
        return value
    if isinstance(value, Mapping):
        return {key: general(item) for key, item in value.items()}
    return [general(item) for item in value] if isinstance(value, list) else value


def differences(theirs: Ended, ours: Ended) -> list[str]:
    """In words; empty when they are the same."""
    found = [] if theirs.state == ours.state else [f"state {theirs.state} / {ours.state}"]
    for part in ("tasks", "output"):
        one, other = _compared(theirs, part), _compared(ours, part)
        for key in sorted({*one, *other}):
            if one.get(key, "nothing") != other.get(key, "nothing"):
                found.append(f"{part}.{key}: Mistral `{one.get(key)}`, we `{other.get(key)}`")
    return found


def _compared(ended: Ended, part: str) -> dict[str, Any]:
    """The part without the message of a failed run, `output.result`, which is for people."""
    found: dict[str, Any] = general(getattr(ended, part))
    return {key: value for key, value in found.items() if ended.state != "ERROR" or (part, key) != ("output", "result")}


def main() -> int:
    """Run all; 1 when anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path)
    given = parser.parse_args()
    import openstack

    rows, different = [], 0
    with tempfile.TemporaryDirectory() as home, ground(openstack.connect()) as project:
        mistral, ours = Mistral(project.connection), Ours(project, Path(home))
        mistral.define([*sorted((HERE / "workflows").rglob("*.yaml")), HERE.parents[1] / "examples/create_vm.yaml"])
        for scenario in SCENARIOS:
            ends, started = [], time.monotonic()
            for side in (mistral, ours):
                ends.append(side.run(scenario.workflow, scenario.inputs(project)))
                empty(project.connection, project.name)
            told = differences(*ends)
            different += bool(told)
            rows.append(_row(scenario.workflow, *ends, told))
            print(f"{rows[-1]}  ({time.monotonic() - started:.0f} s)", flush=True)
    if given.report:
        given.report.write_text(HEAD.format(release="2026.2") + "\n".join(rows) + "\n")
    return 1 if different else 0


def _row(workflow: str, theirs: Ended, ours: Ended, told: list[str]) -> str:
    same = [part for part in ("tasks", "output") if _compared(theirs, part) == _compared(ours, part)]
    tasks = f"= ({len(theirs.tasks)})" if "tasks" in same else "differ"
    output = f"= ({len(theirs.output)})" if "output" in same else "differ"
    state = f"= {theirs.state}" if theirs.state == ours.state else "differ"
    words = "<br>".join(word.replace("|", "\\|").replace("\n", " ") for word in told)
    return f"| `{workflow}` | {state} | {tasks} | {output} | {words} |"


if __name__ == "__main__":
    sys.exit(main())
