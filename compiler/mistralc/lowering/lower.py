"""From a checked workflow to the plan of its DAG file: tasks become nodes, transitions links, gates and routes.

The rules of the house (docs/decisions): one inbound source is a direct dependency; several are gates, one a source; a
task that does nothing observable never leaves the scheduler; one `outcome` ends every run.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

import yaml

from mistralc.analysis.graph import Edge, Graph
from mistralc.analysis.publishing import Published, published
from mistralc.expressions import is_expression
from mistralc.identifiers import airflow_id
from mistralc.lowering.names import Namespace
from mistralc.lowering.plan import DagPlan, Gate, Link, Merge, Node, Parameter, Route
from mistralc.merging import deep_merge
from mistralc.model import Event, Retry, Task, Workflow
from mistralc.source import load

MAX_TAG = 100
"""Airflow's limit for a tag."""

OUTCOME = "outcome"
"""The task id of the last task of every DAG: who calls a workflow finds its output there."""

ALL_RESOLVED = "none_failed_min_one_success"
FIRST = "one_success"

IMPORTED_NAMES = (
    "DAG", "dag", "ActionOperator", "NoopOperator", "CommandOperator", "VarsOperator", "OutcomeOperator", "gate",
    "WorkflowOperator", "threshold", "on_success", "on_error", "on_complete", "on_skip", "Label", "NOOP", "required",
    "optional",
)  # fmt: skip
"""What a generated file has in scope; no task variable may take these names."""


def lower(workflow: Workflow) -> DagPlan:
    """The plan of one workflow that `refusals` let pass."""
    return _Lowering(workflow).plan()


class _Lowering:
    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.graph = Graph(workflow)
        self.ids = Namespace([OUTCOME, *_threshold_ids(workflow)])
        self.identifiers = Namespace(IMPORTED_NAMES)
        self.task_ids = {name: self.ids.id(name) for name in workflow.tasks}
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self.commands: dict[tuple[str, int], str] = {}

    def plan(self) -> DagPlan:
        workflow = self.workflow
        variables = self._vars()
        tasks = {name: self._task(task) for name, task in workflow.tasks.items()}
        merges = self._edges(tasks)
        if variables:
            self.links.extend(Link(variables, tasks[name]) for name in self.graph.starts)
        self._outcome(merges)
        document = workflow.document
        return DagPlan(
            dag_id=airflow_id(workflow.qualified_name),
            workflow=workflow.qualified_name,
            description=workflow.description or "",
            parameters=tuple(Parameter(i.name, i.default) for i in workflow.input),
            tags=("mistral", *(tag[:MAX_TAG] for tag in workflow.tags)),
            nodes=tuple(self.nodes),
            links=tuple(self.links),
            merges=tuple(merges),
            source=_source_text(workflow),
            source_name=PurePath(document.name).name,
            source_digest=hashlib.sha256(document.text.encode()).hexdigest(),
        )

    def _node(self, wish: str, operator: str, arguments: dict[str, Any], comment: str = "", task_id: str = "") -> Node:
        node_id = task_id or self.ids.id(wish)
        named = {"task_id": node_id, **({"name": wish} if node_id != wish else {})}
        node = Node(node_id, self.identifiers.identifier(node_id), operator, {**named, **arguments}, comment)
        self.nodes.append(node)
        return node

    def _vars(self) -> Node | None:
        if not self.workflow.vars:
            return None
        evaluate = {"evaluate": True} if has_expression(self.workflow.vars) else {}
        return self._node("vars", "VarsOperator", {"values": self.workflow.vars, **evaluate})

    # Tasks

    def _task(self, task: Task) -> Node:
        comment = f"line {self.workflow.document.span(task.at).line}"
        task_id = self.task_ids[task.name]
        if self._is_noop(task):
            arguments = {**self._trigger_rule(task), **self._routes(task)}
            return self._node(task.name, "NoopOperator", arguments, comment, task_id)
        operator = "WorkflowOperator" if task.workflow else "ActionOperator"
        node = self._node(task.name, operator, self._arguments(task), comment, task_id)
        for index, edge in enumerate(self.graph.outbound(task.name)):
            if edge.is_command and edge.target != "noop":
                self._command(node, edge, self.commands[task.name, index])
        return node

    def _arguments(self, task: Task) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            **self._called(task),
            "input": _input(task),
            "with_items": {loop.variable: loop.items for loop in task.with_items},
            **self._published(task),
            "keep_result": False if task.keep_result is False else None,  # Mistral takes any expression for a yes
            **self._policies(task),
            "join": task.join or None,
            **self._trigger_rule(task),
            **self._routes(task),
        }
        return {key: value for key, value in arguments.items() if value is not None and value != {}}

    def _called(self, task: Task) -> dict[str, Any]:
        if task.workflow:
            return {"workflow": task.workflow.name, "workbook": self.workflow.workbook}
        return {"action": task.action.name if task.action else "std.noop"}

    def _published(self, task: Task) -> dict[str, Any]:
        ends = {"": Event.SUCCESS, "_on_error": Event.ERROR, "_on_skip": Event.SKIP}
        combined = {suffix: published(task, event) for suffix, event in ends.items()}
        branch = {f"publish{suffix}": found.branch for suffix, found in combined.items()}
        return {**branch, **{f"publish_global{suffix}": found.globals for suffix, found in combined.items()}}

    def _policies(self, task: Task) -> dict[str, Any]:
        names = ("wait_before", "wait_after", "timeout", "pause_before", "concurrency", "fail_on")
        return {**{name: self._policy(task, name) for name in names}, "retry": _retry(self._policy(task, "retry"))}

    def _policy(self, task: Task, name: str) -> Any:
        own = getattr(task.policies, name)
        defaults = self.workflow.task_defaults
        value = getattr(defaults.policies, name) if own is None and defaults else own
        return None if value in (False, 0) else value

    def _routes(self, task: Task) -> dict[str, list[Route]]:
        routes = [self._route(task, index, edge) for index, edge in enumerate(self.graph.outbound(task.name))]
        return {"routes": routes} if routes else {}

    def _route(self, task: Task, index: int, edge: Edge) -> Route:
        if edge.target == "noop":
            return Route(edge.event, "noop", edge.guard)
        if edge.is_command:
            target = self.ids.id(f"{self.task_ids[task.name]}.{edge.target}")
            self.commands[task.name, index] = target
            return Route(edge.event, target, edge.guard)
        return Route(edge.event, self.task_ids[edge.target], edge.guard)

    def _command(self, source: Node, edge: Edge, task_id: str) -> None:
        arguments: dict[str, Any] = {"command": edge.target}
        if edge.transition.params.get("msg") is not None:
            arguments["message"] = edge.transition.params["msg"]
        node = self._node(task_id, "CommandOperator", arguments, task_id=task_id)
        self.links.append(Link(source, node, _label([edge])))

    def _is_noop(self, task: Task) -> bool:
        """True when nobody can see whether it ran in a process: std.noop that publishes, decides and joins nothing."""
        plain_action = (task.action is None or task.action.name == "std.noop") and not _input(task)
        plain_action = plain_action and not task.workflow and not task.with_items
        publishes: Published = published(task, Event.SUCCESS)
        decides = any(
            edge.guard or edge.is_command or edge.event in (Event.ERROR, Event.SKIP)
            for edge in self.graph.outbound(task.name)
        )
        delayed = any(value is not None for value in self._policies(task).values())
        observable = publishes or decides or delayed or task.join
        return plain_action and not observable and not self._may_outlive_run(task)

    def _may_outlive_run(self, task: Task) -> bool:
        """True when a task before it may lead here and end the run: then somebody must see that nothing follows."""
        sources = {edge.source for edge in self.graph.inbound(task.name)}
        return any(edge.target in ("fail", "succeed") for source in sources for edge in self.graph.outbound(source))

    # Edges

    def _trigger_rule(self, task: Task) -> dict[str, str]:
        if len(self._sources(task.name)) < 2:
            return {}
        return {"trigger_rule": FIRST if _threshold(task) else ALL_RESOLVED}

    def _sources(self, task: str) -> dict[str, list[Edge]]:
        sources: dict[str, list[Edge]] = {}
        for edge in self.graph.inbound(task):
            sources.setdefault(edge.source, []).append(edge)
        return sources

    def _edges(self, tasks: dict[str, Node]) -> list[Merge]:
        merges = []
        for name, task in self.workflow.tasks.items():
            sources = self._sources(name)
            if len(sources) == 1:
                ((source, edges),) = sources.items()
                self.links.append(Link(tasks[source], tasks[name], _label(edges)))
            elif sources:
                gates = tuple(self._gate(tasks[source], tasks[name], edges) for source, edges in sources.items())
                merges.append(self._merge(tasks[name], gates, _threshold(task)))
        return merges

    def _merge(self, target: Node, gates: tuple[Gate, ...], threshold: int | None) -> Merge:
        variable = self.identifiers.identifier(f"{target.variable}_edges") if threshold else ""
        return Merge(target, gates, threshold, variable)

    def _gate(self, source: Node, target: Node, edges: list[Edge]) -> Gate:
        return Gate(self.ids.id(f"{source.id}.{target.id}"), source, target, _label(edges) or Event.SUCCESS.value)

    def _outcome(self, merges: list[Merge]) -> None:
        outcome = self._node(
            OUTCOME,
            "OutcomeOperator",
            {
                key: value
                for key, value in (("output", self.workflow.output), ("output_on_error", self.workflow.output_on_error))
                if value
            },
            task_id=OUTCOME,
        )
        leads_on = {link.source.id for link in self.links} | {
            gate.source.id for merge in merges for gate in merge.gates
        }
        leaves = [node for node in self.nodes if node.id not in leads_on and node is not outcome]
        self.links.extend(Link(node, outcome) for node in leaves)


def has_expression(data: Any) -> bool:
    """True when there is an expression anywhere in `data`."""
    if isinstance(data, Mapping):
        return any(has_expression(item) for item in data.values())
    if isinstance(data, list):
        return any(has_expression(item) for item in data)
    return isinstance(data, str) and is_expression(data)


def _source_text(workflow: Workflow) -> str:
    """The workflow as it was written, from its name to its last line; written anew where that is no YAML by itself."""
    first, last = workflow.document.key_span(workflow.at), workflow.document.span(workflow.at)
    text = textwrap.dedent("\n".join(workflow.document.lines[first.line - 1 : last.end_line])).rstrip()
    alone = {workflow.name: workflow.document.value(workflow.at)}
    return text if load(text, "").data == alone else yaml.safe_dump(alone, sort_keys=False, allow_unicode=True).rstrip()


def _input(task: Task) -> Any:
    """Block input with inline parameters over it (mistral `_process_action_and_workflow`)."""
    call = task.action or task.workflow
    params = dict(call.params) if call else {}
    if isinstance(task.input, str):
        return task.input
    return deep_merge(task.input or {}, params)


def _retry(retry: Retry | None) -> dict[str, Any] | None:
    if retry is None:
        return None
    fields = {name: getattr(retry, name) for name in ("count", "delay", "break_on", "continue_on")}
    return {name: value for name, value in fields.items() if value is not None}


def _threshold(task: Task) -> int | None:
    """How many of its inbound tasks a join needs before it may start; None for `join: all` and merges."""
    if task.join == "one":
        return 1
    return task.join if isinstance(task.join, int) and task.join > 0 else None


def _threshold_ids(workflow: Workflow) -> Iterator[str]:
    """Ids that the network of a threshold takes for itself, as far as tasks of the workflow would want them, too."""
    joins = [airflow_id(task.name) for task in workflow.tasks.values() if _threshold(task)]
    for name in workflow.tasks:
        wish = airflow_id(name)
        if any(wish == f"{join.replace('.', '_')}_join" or wish.startswith(f"{join}.join.") for join in joins):
            yield wish


def _label(edges: list[Edge]) -> str:
    events = list(dict.fromkeys(edge.event for edge in edges))
    return "" if events == [Event.SUCCESS] else " / ".join(event.value for event in events)
