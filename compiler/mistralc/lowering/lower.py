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

from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.analysis.graph import Edge, Graph
from mistralc.analysis.publishing import Published, published
from mistralc.analysis.requirements import Requirements
from mistralc.expressions import is_expression
from mistralc.lowering import reverse
from mistralc.lowering.ad_hoc import lower_ad_hoc
from mistralc.lowering.names import Namespace, airflow_id
from mistralc.lowering.plan import DagPlan, Gate, Link, Merge, Name, Node, Parameter, Route
from mistralc.merging import deep_merge
from mistralc.model import Event, Task, Workflow
from mistralc.source import load

MAX_TAG = 100
"""Airflow's limit for a tag."""

ALL_RESOLVED = "none_failed_min_one_success"
FIRST = "one_success"

AD_HOC = "ad_hoc_actions"
"""What the file calls its ad-hoc actions."""

IMPORTED_NAMES = (
    AD_HOC, "AdHocAction", "AdHocActions", "TargetOperator", "required_by",
    "DAG", "dag", "ActionOperator", "NoopOperator", "CommandOperator", "VarsOperator", "OutcomeOperator", "gate",
    "threshold", "on_success", "on_error", "on_complete", "on_skip", "Label", "NOOP", "required", "optional",
)  # fmt: skip
"""What a generated file has in scope; no task variable may take these names."""


def lower(workflow: Workflow, actions: AdHocTable | None = None) -> DagPlan:
    """The plan of one workflow that `refusals` let pass; `actions` are the ad-hoc actions it is compiled with."""
    return _Lowering(workflow, actions or AdHocTable()).plan()


class _Lowering:
    def __init__(self, workflow: Workflow, actions: AdHocTable) -> None:
        self.workflow = workflow
        self.actions = actions
        self.graph = Graph(workflow)
        self.requirements = Requirements(workflow) if workflow.type == "reverse" else None
        self.ids = Namespace(_threshold_ids(workflow))
        self.identifiers = Namespace(IMPORTED_NAMES)
        self.task_ids = {name: self.ids.id(name) for name in workflow.tasks}
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self.commands: dict[tuple[str, int], str] = {}

    def plan(self) -> DagPlan:
        workflow = self.workflow
        variables = self._vars()
        target = self._node("target", "TargetOperator", {}) if self.requirements else None
        tasks = {name: self._task(task) for name, task in workflow.tasks.items()}
        merges = self._edges(tasks)
        if self.requirements and target:
            self.links.extend(reverse.links(workflow, self.requirements, target, tasks))
        if variables:
            first = [target] if target else [tasks[name] for name in self.graph.starts]
            self.links.extend(Link(variables, node) for node in first)
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
            ad_hoc=lower_ad_hoc(self.actions, workflow),
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
        node = self._node(task.name, "ActionOperator", self._arguments(task), comment, task_id)
        for index, edge in enumerate(self.graph.outbound(task.name)):
            if edge.is_command and edge.target != "noop":
                self._command(node, edge, self.commands[task.name, index])
        return node

    def _arguments(self, task: Task) -> dict[str, Any]:
        call = task.action
        success, error = published(task, Event.SUCCESS), published(task, Event.ERROR)
        arguments: dict[str, Any] = {
            "action": call.name if call else "std.noop",
            "ad_hoc": Name(AD_HOC) if self._may_be_ad_hoc(task) else None,
            "input": _input(task),
            "publish": success.branch,
            "publish_on_error": error.branch,
            "publish_global": success.globals,
            "publish_global_on_error": error.globals,
            "keep_result": False if task.keep_result is False else None,  # Mistral takes any expression for a yes
            "fail_on": self._policy(task, "fail_on"),
            "join": task.join or None,
            **self._trigger_rule(task),
            **self._routes(task),
        }
        return {key: value for key, value in arguments.items() if value is not None and value != {}}

    def _may_be_ad_hoc(self, task: Task) -> bool:
        """True when the action of `task` is an ad-hoc one, or has a name to evaluate and there are some."""
        if task.action is None:
            return False
        called = self.actions.called(self.workflow, task.action.name)
        return called is not None or (is_expression(task.action.name) and bool(self.actions))

    def _policy(self, task: Task, name: str) -> Any:
        own = getattr(task.policies, name)
        defaults = self.workflow.task_defaults
        value = getattr(defaults.policies, name) if own is None and defaults else own
        return None if value is False else value

    def _routes(self, task: Task) -> dict[str, list[Route]]:
        if self.requirements:
            routes = reverse.routes(self.requirements, task.name, self.task_ids)
        else:
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
        publishes: Published = published(task, Event.SUCCESS)
        decides = any(
            edge.guard or edge.is_command or edge.event in (Event.ERROR, Event.SKIP)
            for edge in self.graph.outbound(task.name)
        )
        decides = decides or self.requirements is not None or self._may_be_ad_hoc(task)
        observable = publishes or decides or task.join or self._policy(task, "fail_on") is not None
        return plain_action and not observable and not self._may_outlive_run(task)

    def _may_outlive_run(self, task: Task) -> bool:
        """True when a task before it may lead here and end the run: then somebody must see that nothing follows."""
        sources = {edge.source for edge in self.graph.inbound(task.name)}
        return any(edge.target in ("fail", "succeed") for source in sources for edge in self.graph.outbound(source))

    # Edges

    def _trigger_rule(self, task: Task) -> dict[str, str]:
        if self.requirements:
            return {"trigger_rule": reverse.REQUIRED}
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
            "outcome",
            "OutcomeOperator",
            {
                key: value
                for key, value in (("output", self.workflow.output), ("output_on_error", self.workflow.output_on_error))
                if value
            },
        )
        leads_on = {link.source.id for link in self.links} | {
            gate.source.id for merge in merges for gate in merge.gates
        }
        if self.requirements:  # what nobody wants is skipped early: any task may be the last
            leads_on -= set(self.task_ids.values())
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
    params = dict(task.action.params) if task.action else {}
    if isinstance(task.input, str):
        return task.input
    return deep_merge(task.input or {}, params)


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
