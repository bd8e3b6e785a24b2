"""The steps of a case: what a person did to the run, in the middle of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.flow.graph import RunGraph
from mistral_airflow.local.execution import read_execution
from mistral_airflow.local.runner import LocalRunner

TIMEOUT = 180.0


def drive(runner: LocalRunner, run: Any, steps: list[Mapping[str, Any]]) -> None:
    """Drive `run` through the steps, and then until nothing happens any more.

    The engine has created what follows when a step strikes, and not yet run it: so has the runner.
    """
    for step in steps:
        if step.get("await") == "idle":
            settle(runner, run)
        elif "await" in step:
            _await(runner, run, step)
        elif step["do"] != "sleep":
            _create(runner, run)
            _operate(runner, run, step)
            runner.session.commit()
            if step["do"] in ("rerun", "skip"):
                runner.drive(run, TIMEOUT, until=lambda: True)  # the engine has begun by the time of the next step
    settle(runner, run)


def _create(runner: LocalRunner, run: Any) -> None:
    openers = {opener.task_id for opener in RunGraph(runner.dag(run.dag_id)).openers}

    def opened() -> bool:
        return all(task.state in ("success", "failed") for task in runner.task_states(run) if task.task_id in openers)

    if not opened():
        runner.drive(run, TIMEOUT, until=opened)
    runner.schedule()


def settle(runner: LocalRunner, run: Any) -> None:
    """Drive everything until nothing happens any more."""
    runner.drive(run, TIMEOUT, until=lambda: False)


def _await(runner: LocalRunner, run: Any, step: Mapping[str, Any]) -> None:
    def reached() -> bool:
        if step["await"] == "workflow":
            from mistral_airflow.operations import state_of

            wanted = _run(runner, run, step.get("workflow"))
            return wanted is not None and state_of(runner.session, wanted) == step["state"]
        workflow, _, task = step["task"].rpartition("/")
        wanted = _run(runner, run, workflow)
        tasks = read_execution(runner, wanted).tasks if wanted is not None else []
        return any(each.name == task and each.state == step["state"] for each in tasks)

    if not reached():
        runner.drive(run, TIMEOUT, until=reached)


def _run(runner: LocalRunner, run: Any, workflow: str | None) -> Any:
    """The last run of that workflow that belongs to `run`; None where there is none."""
    from mistral_airflow.operations import family

    if not workflow:
        return run
    found = [each for each in family.tree(runner.session, run) if runner.dag(each.dag_id).dag_display_name == workflow]
    return found[-1] if found else None


def _operate(runner: LocalRunner, root: Any, step: Mapping[str, Any]) -> None:
    from mistral_airflow import operations

    session = runner.session
    workflow, _, task = step.get("task", "").rpartition("/")
    run = _run(runner, root, workflow or step.get("workflow"))
    try:
        match step["do"]:
            case "pause":
                operations.pause(session, run)
            case "resume":
                operations.resume(session, run, step.get("env"))
            case "stop" | "cancel":
                operations.stop(session, run, step.get("state", "CANCELLED"), step.get("message"))
            case "rerun":
                operations.rerun(session, run, task, reset=step.get("reset", True), env=step.get("env"))
            case "skip":
                operations.skip(session, run, task, env=step.get("env"))
            case "complete_action":
                settle(runner, root)
                operations.complete_action(session, run, task, *_result(step), step.get("index"))
            case "update_action":
                settle(runner, root)
                operations.update_action(session, run, task, step["state"])
    except operations.OperationRefused as refusal:
        session.rollback()
        print(f"  {step['do']}: {refusal}")


def _result(step: Mapping[str, Any]) -> tuple[str, Any]:
    if "error" in step:
        return "ERROR", step["error"]
    return ("CANCELLED", None) if step.get("cancel") else ("SUCCESS", step.get("data"))
