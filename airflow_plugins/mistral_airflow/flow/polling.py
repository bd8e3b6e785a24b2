"""A task that waits by looking: its further attempts are made in the triggerer, in no task process.

What travels there is the call and the conditions, with the values of the variables they read. The triggerer only skips
attempts after which another one certainly follows; with the first other one, or any doubt, the task is resumed and
takes it as an attempt of its own, with all that follows from it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mistral_airflow.actions import Execution, lookup
from mistral_airflow.flow.calling import Called, repeated_call
from mistral_airflow.flow.errors import CallFault, WorkflowFault
from mistral_airflow.flow.policies import Retry
from mistral_airflow.flow.record import State
from mistral_airflow.flow.retrying import goes_on
from mistralc import expressions

EVENT = "attempts"
"""The key of an event that says how many attempts were made; the others are those of Called."""


@dataclass
class Poll:
    """A call that is repeated. Times are seconds since the epoch; plain data throughout.

    :param number: which retry comes next.
    :param moment: when.
    :param deadline: when the timeout policy strikes, if ever.
    :param publish: what is published for SUCCESS and ERROR: it may fail, and later conditions see it.
    :param variables: the values of all variables that the expressions read.
    :param reason: why it is in vain to go on, once that is known.
    """

    task: str
    action: str
    arguments: Mapping[str, Any]
    retry: Mapping[str, Any]
    number: int
    moment: float
    deadline: float | None = None
    fail_on: Any = None
    publish: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    env: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data for the arguments of a trigger."""
        return asdict(self)

    def attempt(self) -> Called:
        """Make one. Nothing is raised: what is not for the triggerer to decide makes the task go on."""
        execution = Execution("", "", "", "", "", self.env)
        try:
            return repeated_call(lookup(self.action, execution), self.arguments)
        except (CallFault, WorkflowFault) as fault:
            return Called("ERROR", str(fault), str(fault), final=True)

    def follows(self, called: Called) -> bool:
        """Whether another attempt certainly follows this one; notes it then."""
        if called.final:
            return False
        try:
            again = self._follows(called)
        except (
            expressions.ExpressionError,
            expressions.FunctionUnavailable,
            expressions.UnstorableError,
            WorkflowFault,
        ):
            return False
        retry = Retry(**self.retry)
        self.number, self.moment = self.number + 1, time.time() + retry.delay
        return again

    def _follows(self, called: Called) -> bool:
        failed = self.fail_on not in (None, False) and self._evaluate(self.fail_on, called, called.result, {})
        published = expressions.stored(self._evaluate(self.publish.get(called.state), called, called.result, {}) or {})
        if called.state == "SUCCESS" and failed:
            called = Called("ERROR", called.result, "Failed by 'fail-on' policy")

        def evaluate(condition: Any, result: Any) -> Any:
            return self._evaluate(condition, called, result, published)

        retry = Retry(**self.retry)
        again, self.reason = goes_on(retry, self.number, called.state, called.result, self.action, evaluate)
        return again

    def _evaluate(self, data: Any, called: Called, result: Any, published: Mapping[str, Any]) -> Any:
        functions = _OwnTask(self.task, called.state, called.info, result, published)
        return expressions.evaluate(data, {**self.variables, **published}, functions)


class _OwnTask(expressions.NoFunctions):
    """What expressions can ask in the triggerer: `task()`, for what is known of it there."""

    def __init__(self, name: str, state: State, info: str | None, result: Any, published: Mapping[str, Any]) -> None:
        view = {"name": name, "state": state, "state_info": info, "result": result, "published": dict(published)}
        self._view = {**view, "type": "ACTION"}

    def task(self, task_name: str | None = None) -> Mapping[str, Any] | None:
        if task_name not in (None, "", self._view["name"]):
            raise expressions.FunctionUnavailable("task")
        return self._view


def movable(reads: expressions.Reads, task: str, shared: set[str]) -> bool:
    """Whether expressions that read this can be evaluated elsewhere, with values that were fetched before."""
    other = reads.tasks - {task} or reads.all_tasks or reads.globals or reads.all_globals
    return not (reads.everything or reads.volatile or other or reads.variables & shared)
