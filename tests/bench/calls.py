"""One OpenStack call by every way there is: openstacksdk alone, our action, our operator, Mistral's executor.

`python -m tests.bench.calls` (`make bench-openstack`); the cloud is the one that OS_CLOUD names. The ways take turns,
so they meet the same cloud. Mistral is asked where the cloud has one, for the action alone: no workflow around it.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import time
from collections.abc import Callable
from typing import Any

ACTION = "nova.servers_get"
GOAL = 20.0
"""Milliseconds that the operator may add to a call."""


def main() -> None:
    """Print the medians; exit with 1 when our own part is more than GOAL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    given = parser.parse_args()
    logging.disable(logging.WARNING)  # Airflow's, about an operator outside of a task process
    import openstack

    from tests.e2e.project import ground

    with ground(openstack.connect()) as project:
        server = project.server("asked-for")
        times = _measure(_ways(project, server.id), given.rounds)
    alone = times["openstacksdk alone"]
    print(f"{ACTION}, {given.rounds} calls by each way in turn: median, and median of what each call took more:")
    for way, found in times.items():
        print(f"  {way:20} {statistics.median(found):7.1f} ms   {_more(found, alone):+7.1f} ms")
    if _more(times["our operator"], alone) > GOAL:
        raise SystemExit(f"The operator adds more than {GOAL:g} ms")


def _more(times: list[float], alone: list[float]) -> float:
    return statistics.median(ours - theirs for ours, theirs in zip(times, alone, strict=True))


def _ways(project: Any, server: str) -> dict[str, Callable[[], Any]]:
    from mistral_airflow.actions import Execution, lookup
    from mistral_airflow.operators.openstack import OpenStackActionOperator

    arguments = {"server": server}
    action = lookup(ACTION, Execution("", "", "", "", "", {"openstack": {"project": project.id}}))
    operator = OpenStackActionOperator(task_id="ask", action=ACTION, arguments=arguments, project=project.id)
    ways: dict[str, Callable[[], Any]] = {
        "openstacksdk alone": lambda: project.connection.compute.get_server(server).to_dict(),
        "our action": lambda: action.run(**arguments),
        "our operator": lambda: operator.execute({}),
    }
    session = project.connection.session
    mistral = session.get_endpoint(service_type="workflowv2", interface="public")
    if mistral:
        body = {"name": ACTION, "input": json.dumps(arguments), "params": '{"run_sync": true, "save_result": false}'}
        ways["Mistral's executor"] = lambda: _checked(session.post(f"{mistral}/action_executions", json=body).json())
    return ways


def _checked(execution: dict[str, Any]) -> Any:
    if execution["state"] != "SUCCESS":
        raise SystemExit(f"Mistral: {execution['output']}")
    return execution["output"]


def _measure(ways: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(3):
        for call in ways.values():
            call()
    for _ in range(rounds):
        for way, call in ways.items():
            started = time.perf_counter()
            call()
            times[way].append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    main()
