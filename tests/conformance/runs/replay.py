"""One case through compiler and Airflow: its verdict."""

from __future__ import annotations

import itertools
import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mistral_airflow.actions.action import Action, Parked
from mistral_airflow.actions.action import Execution as Whose
from mistral_airflow.actions.registry import lookup
from mistral_airflow.flow.errors import ActionError, StartRefused
from mistral_airflow.flow.start import ENVIRONMENT_VARIABLE
from mistral_airflow.local.execution import Execution, read_execution, start_execution
from mistral_airflow.local.runner import LocalRunError, LocalRunner
from mistralc.actions import ActionSignature
from mistralc.compilation import Compilation, Sources
from mistralc.diagnostics import Severity
from mistralc.source import load
from tests.conformance.runs import allowed, steps
from tests.conformance.runs.case import Case
from tests.conformance.runs.compare import differences

NOT_COMPILED_YET = "E9"
ASYNCHRONOUS = ("std.mistral_http",)
"""The actions that a case may script whose results come from somebody else."""


@dataclass(frozen=True)
class Verdict:
    """passed, wrong, unsupported or deviation, and why."""

    id: str
    verdict: str
    why: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def replay(runner: LocalRunner, case: Case, *, map_items: bool = False) -> Verdict:
    """Run a case and compare it with what the engine did."""
    made = compiled(case, map_items=map_items)
    refused = [d for d in made.diagnostics if d.severity is Severity.ERROR and d.code.startswith(NOT_COMPILED_YET)]
    errors = [d for d in made.diagnostics if d.severity is Severity.ERROR and d not in refused]
    if case.phase == "definition":
        return _rejected(case, bool(errors), "definition accepted, the engine rejects it", refused)
    if errors:
        return Verdict(case.id, "wrong", f"rejected with {errors[0].code}: {errors[0].message}; the engine accepts it")
    if refused and case.data["workflow"] not in {output.workflow for output in made.outputs}:
        return Verdict(case.id, "unsupported", refused[0].message)
    if case.unsupported:
        return Verdict(case.id, "unsupported", case.unsupported)
    verdict = _run(runner, case, made)
    if verdict.verdict == "wrong" and refused:  # it may have called a workflow that was refused
        return Verdict(case.id, "unsupported", refused[0].message)
    return verdict


def _rejected(case: Case, rejected: bool, otherwise: str, refused: list[Any]) -> Verdict:
    if rejected:
        return Verdict(case.id, "passed")
    if refused:
        return Verdict(case.id, "unsupported", refused[0].message)
    return Verdict(case.id, "wrong", otherwise)


def compiled(case: Case, *, map_items: bool = False) -> Compilation:
    """The definitions of a case through the compiler."""
    sources = Sources()
    for kind, name, text in case.definitions:
        sources.add(load(text, name), Path(name), kind)  # type: ignore[arg-type]
    return sources.compile(map_items=map_items)


def _run(runner: LocalRunner, case: Case, compiled: Compilation) -> Verdict:
    name = case.data["workflow"]
    output = next((output for output in compiled.outputs if output.workflow == name), None)
    if output is None:
        known = ", ".join(o.workflow for o in compiled.outputs)
        return _rejected(case, case.phase == "start", f"no workflow {name!r} among {known}", [])
    with tempfile.TemporaryDirectory() as folder:
        for each in compiled.outputs:
            (Path(folder) / each.name).write_text(each.text, encoding="utf-8")
        runner.unload()  # a workflow of another case may have a name that this one misses
        runner.load(Path(folder))
        with (
            runner.forgotten(),
            scripted(case.data.get("mock_actions") or {}),
            stored(case.environments),
            patch.dict(os.environ, case.options),
        ):
            try:
                run = start_execution(runner, Path(output.name).stem, case.conf, f"{case.id[:100]}-{uuid.uuid4()}")
                steps.drive(runner, run, case.data.get("steps") or [])
            except (LocalRunError, StartRefused) as refusal:
                return _rejected(case, case.phase == "start", f"did not run: {refusal}", [])
            return judge(case, read_execution(runner, run))


def judge(case: Case, ours: Execution) -> Verdict:
    """Compare what came of a case with what the engine did."""
    if case.phase == "start":
        refused = ours.state == "ERROR" and not ours.tasks  # vars failed: a run, but none of its tasks
        return _rejected(case, refused, f"started and ended in {ours.state}, the engine refuses the start", [])
    closest, expected = min(
        ((differences(expected, ours), expected) for expected in case.expected), key=lambda pair: len(pair[0])
    )
    if not closest:
        return Verdict(case.id, "passed")
    reason = allowed.reason(case.data, expected, ours) if case.data["source"] == "generated" else None
    return Verdict(case.id, "deviation", reason) if reason else Verdict(case.id, "wrong", "; ".join(closest))


@contextmanager
def stored(environments: Mapping[str, Any]) -> Iterator[None]:
    """Environments in Airflow's database, as a site keeps them."""
    from airflow.models import Variable

    keys = {f"{ENVIRONMENT_VARIABLE}{name}": values for name, values in environments.items()}
    for key, values in keys.items():
        Variable.set(key, values, serialize_json=True)
    try:
        yield
    finally:
        for key in keys:
            Variable.delete(key)


@contextmanager
def scripted(mocks: Mapping[str, Any]) -> Iterator[None]:
    """Actions with scripted results, in call order, in place of the real ones."""
    calls = {
        name: itertools.chain(script.get("sequence", []), itertools.repeat(None)) for name, script in mocks.items()
    }

    def find(name: str, whose: Whose) -> Action:
        if name not in mocks:
            return lookup(name, whose)

        def run(**_: Any) -> Any:
            if name in ASYNCHRONOUS:  # whatever it returns: the result is given later
                raise Parked(method_name="resume")
            step = next(calls[name])
            if step is None:
                return mocks[name].get("return")
            if "error" in step:
                raise ActionError(step["error"])
            return step.get("data")

        return Action(ActionSignature(name, "Scripted.", accepts_unknown=True), run)

    with patch("mistral_airflow.flow.attempt.lookup", find):
        yield
