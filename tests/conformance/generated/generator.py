"""Random workflows: graphs, guards, joins, publishes, failures, commands, and what a task may be besides one action:
items, retries, calls of other workflows, loops; policies, environments, ad-hoc actions; what a person does to the run.
One seed, one workflow.

Where the engine's answer depends on which of two tasks is faster, there is nothing to compare: workflows with commands,
loops or operations are chains, and in workflows with branches most tasks publish names of their own.
"""

from __future__ import annotations

import json
import random
from typing import Any

from tests.conformance.generated import surroundings
from tests.conformance.generated.called import called_workflows
from tests.conformance.generated.operations import operated
from tests.conformance.generated.reverse import reverse_workflow

VARIABLES = ("a", "b", "c")


class Generator:
    """Makes one case from a seed: acyclic, every task reachable, every expression safe to evaluate."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._seed = seed
        self._size = self._random.randint(2, 8)
        self._names = [f"t{number}" for number in range(1, self._size + 1)]
        self._sequential = self._random.random() < 0.4
        self._calls = self._random.random() < 0.4

    def case(self) -> dict[str, Any]:
        """A case in the format of the recorded ones, without what came of it."""
        case = self._reverse() if self._chance(0.08) else self._direct()
        case = surroundings.surrounded(self._random, case)
        case["definitions"] = {
            kind: [surroundings.as_text(document) for document in documents]
            for kind, documents in case["definitions"].items()
        }
        return case

    def _case(self, workflows: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "id": f"generated-{self._seed}",
            "source": "generated",
            "definitions": {"workflows": [{"version": "2.0", **workflows}], "workbooks": [], "actions": []},
            "workflow": "wf",
            "input": {"i": self._random.randint(0, 3)},
            "params": {},
            "features": ["generated"],
            **more,
        }

    def _reverse(self) -> dict[str, Any]:
        workflow, target = reverse_workflow(self._random)
        return self._case({"wf": workflow}, params={"task_name": target})

    def _direct(self) -> dict[str, Any]:
        tasks = {name: self._task(index, name) for index, name in enumerate(self._names)}
        if self._sequential:
            tasks = _led_to(tasks, self._names[0])
        self._join(tasks)
        if len(tasks) > 1 and self._sequential and self._chance(0.4):
            self._loop(tasks)
        called = called_workflows(self._random) if self._calls else {}
        more: dict[str, Any] = {}
        if self._sequential and self._chance(0.4) and "join" not in tasks[self._names[0]]:
            made = operated(self._random, self._names[0])
            tasks, called = {**made.tasks, **tasks}, {**called, **made.workflows}
            more = {key: value for key in ("steps", "mock_actions") if (value := getattr(made, key))}
        return self._case({"wf": self._workflow(tasks), **called}, **more)

    def _workflow(self, tasks: dict[str, Any]) -> dict[str, Any]:
        workflow: dict[str, Any] = {"input": ["i", {"d": {"x": 1, "y": {"z": 2}}}], "tasks": tasks}
        if self._chance(0.3):
            workflow["vars"] = {"a": "from vars", "v": self._pick(["literal", "<% $.i + 1 %>"])}
        if self._chance(0.6):
            workflow["output"] = {name: f"<% $.get({name}) %>" for name in (*self._variables(), *"rpscd")}
        if self._chance(0.3):
            workflow["output-on-error"] = {"seen": "<% $.get(a) %>", "i": "<% $.i %>"}
        if self._chance(0.1) and not self._sequential:
            workflow["task-defaults"] = {"on-error": [self._pick([self._names[-1], "noop"])]}
        elif self._sequential and self._chance(0.1):
            workflow["task-defaults"] = surroundings.defaults(self._random)
        if self._sequential and self._chance(0.3):
            listed = "tasks(execution().id, true).select([$.name, $.state, $.type]).orderBy(str($))"
            workflow.setdefault("output", {})["listed"] = f"<% {listed} %>"
        return workflow

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _pick(self, options: list[Any]) -> Any:
        return self._random.choice(options)

    def _task(self, index: int, name: str) -> dict[str, Any]:
        """One task; in a chain the next one follows on success."""
        task = self._work(name)
        if self._chance(0.5):
            task["publish"] = self._published(name)
        if ("fail" in task.get("action", "") or "workflow" in task) and self._chance(0.4):
            task["publish-on-error"] = self._published(name)
        if self._chance(0.08):
            task["fail-on"] = self._condition()
        if self._chance(0.06):
            task["keep-result"] = False
        if self._chance(0.12):
            task["retry"] = self._retry()
        if self._chance(0.15):
            task.update(surroundings.policies(self._random, faulty=self._sequential))
        self._lead(index, name, task)
        return task

    def _lead(self, index: int, name: str, task: dict[str, Any]) -> None:
        for event, probability in (("on-success", 0.7), ("on-error", 0.4), ("on-complete", 0.2)):
            targets = self._names[index + 1 :][: 1 if self._sequential and event != "on-error" else None]
            if self._sequential and event == "on-complete" and "on-success" in task:
                continue
            if self._chance(0.95 if self._sequential and event == "on-success" else probability):
                clause = self._clause(name, targets)
                if clause:
                    task[event] = clause

    def _work(self, name: str) -> dict[str, Any]:
        """What the task does: one action or one call of a workflow, or one for each item."""
        called = self._calls and self._chance(0.4)
        if not self._chance(0.2):
            if called:
                return {"workflow": self._callee(), "input": {"x": self._pick(["<% $.i %>", 2, name])}}
            return {"action": self._action(name)}
        items = self._pick([[1, 2, 3], [], ["one"], "<% [$.i, 2] %>", "<% range(0, $.i) %>"])
        written = items if isinstance(items, str) else f"<% {json.dumps(items)} %>"
        task: dict[str, Any] = {"with-items": f"x in {written}"}
        if called:
            task.update(workflow=self._callee(), input={"x": "<% $.x %>"})
        else:
            task["action"] = self._pick(["std.echo output=<% $.x %>", "std.noop", "std.fail error_data=<% $.x %>"])
        if self._chance(0.4):
            task["concurrency"] = self._pick([1, 2, "<% 1 + 1 %>"])
        return task

    def _callee(self) -> str:
        return self._pick(["middle", "leaf", "<% concat(le, af) %>"])

    def _retry(self) -> dict[str, Any]:
        retry: dict[str, Any] = {"count": self._pick([1, 2, "<% $.i %>"]), "delay": 0}
        if self._chance(0.3):
            retry["continue-on"] = self._pick(["<% task().result = null %>", "<% $.i > 1 %>"])
        if self._chance(0.3):
            retry["break-on"] = self._condition()
        return retry

    def _loop(self, tasks: dict[str, Any]) -> None:
        """A way back from one task to itself or to one before it, taken at most twice."""
        names = list(tasks)
        last = self._random.randrange(1, len(names))
        first = names[self._random.randint(max(1, last - 2), last)]
        counter = f"rounds_{first}"
        for key in ("publish", "publish-on-error"):
            tasks[first].setdefault(key, {})[counter] = f"<% $.get({counter}, 0) + 1 %>"
        for clause in ("on-success", "on-error", "on-complete"):  # without a section of its own it would drop `publish`
            if isinstance(tasks[first].get(clause), dict):
                branch = tasks[first][clause]["publish"].setdefault("branch", {})
                branch[counter] = f"<% $.get({counter}, 0) + 1 %>"
        again = f"$.get({counter}, 0) < {self._pick([2, 3])}"
        back = {first: f"<% {again} %>"}
        task = tasks[names[last]]
        for clause in ("on-success", "on-error", "on-complete"):  # back or on, never both: a chain stays one
            if clause in task:
                task[clause] = _guarded(task[clause], f"<% not ({again}) %>")
        event = self._pick(["on-success", "on-success", "on-complete", "on-error"])
        clause = task.get(event)
        if isinstance(clause, dict):
            clause["next"].append(back)
        else:
            task[event] = [*(clause or []), back]

    def _action(self, name: str) -> str:
        return self._pick(
            [
                "std.noop",
                f"std.echo output='{name}'",
                "std.echo output=<% $.i %>",
                "std.echo output=<% $.d %>",
                "std.fail",
                "std.fail error_data='broken'",
                "std.test_dict size=2 key_prefix='k' val=1",
                *surroundings.ACTIONS,
            ]
        )

    def _published(self, name: str) -> dict[str, Any]:
        values: list[Any] = [
            name,
            1,
            None,
            ["x", name],
            {name: 1},
            {"x": {name: 1}, "same": name},
            "<% task().result %>",
            f"<% $.get({self._pick(self._variables())}) %>",
            "text <% $.i %>",
            "<% $.d %>",
            "{{ _.d.y }}",
            "jinja {{ _.i + 1 }}",
            "<% env().get(e) %>",
            "<% env().get(deep, {}).get(k) %>",
        ]
        shared = self._sequential or self._chance(0.2)
        own = VARIABLES if shared else [f"{variable}_{name}" for variable in VARIABLES]
        return {variable: self._pick(values) for variable in own if self._chance(0.5)} or {own[0]: name}

    def _variables(self) -> list[str]:
        return [*VARIABLES, *(f"{variable}_{name}" for variable in VARIABLES for name in self._names)]

    def _condition(self) -> str:
        return self._pick(
            [
                "<% true %>",
                "<% false %>",
                "<% $.i > 1 %>",
                "<% $.i <= 1 %>",
                f"<% $.get({self._pick(self._variables())}) != null %>",
                "{{ _.i == 2 }}",
                "<% env().get(e, 1) > 1 %>",
            ]
        )

    def _clause(self, name: str, targets: list[str]) -> Any:
        chosen: list[Any] = []
        most = 1 if self._sequential else self._random.randint(1, 2)
        for target in self._random.sample(targets, k=min(len(targets), most)):
            chosen.append({target: self._condition()} if self._chance(0.25) else target)
        if self._sequential and self._chance(0.25):
            command = self._pick(["fail", "succeed", "noop", "fail msg='m <% $.i %>'", "succeed msg='done'"])
            chosen.insert(self._random.randint(0, len(chosen)), command)
        if not chosen:
            return None
        if self._chance(0.2):
            publish: dict[str, Any] = {}
            if self._chance(0.7):
                publish["branch"] = self._published(name)
            if self._chance(0.5) or not publish:
                publish["global"] = {f"g_{name}": name}
            return {"publish": publish, "next": chosen}
        return chosen

    def _join(self, tasks: dict[str, Any]) -> None:
        for name, task in tasks.items():
            sources = [source for source, other in tasks.items() if name in _targets(other)]
            if sources and self._chance(0.85 if len(sources) > 1 else 0.1):
                task["join"] = self._pick(["all", "all", "all", "one", self._random.randint(1, len(sources))])


def _led_to(tasks: dict[str, Any], start: str) -> dict[str, Any]:
    """Only what `start` leads to: a chain has nothing beside it."""
    found = {start}
    for name in tasks:  # transitions lead forward
        if name in found:
            found |= _targets(tasks[name])
    return {name: task for name, task in tasks.items() if name in found}


def _guarded(clause: Any, guard: str) -> Any:
    """The transitions of a clause, taken only where `guard` holds."""
    if isinstance(clause, dict):
        return {**clause, "next": _guarded(clause["next"], guard)}
    return [{(next(iter(item)) if isinstance(item, dict) else item): guard} for item in clause]


def _targets(task: dict[str, Any]) -> set[str]:
    found = set()
    for event in ("on-success", "on-error", "on-complete"):
        clause = task.get(event) or []
        for item in clause["next"] if isinstance(clause, dict) else clause:
            found.add(next(iter(item)) if isinstance(item, dict) else item)
    return found
