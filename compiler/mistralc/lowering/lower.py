"""From a checked workflow to the plan of its DAG file: tasks become nodes, transitions links, gates and routes.

The rules of the house (docs/decisions): one inbound source is a direct dependency; several are gates, one a source; a
task that does nothing observable never leaves the scheduler; one `outcome` ends every run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.analysis.applied import policy, task_input
from mistralc.analysis.graph import Edge, graph_of
from mistralc.analysis.publishing import Published, published
from mistralc.analysis.regions import ROOT, Regions, opening
from mistralc.analysis.requirements import Requirements
from mistralc.expressions import is_expression
from mistralc.identifiers import airflow_id
from mistralc.lowering import mapping, reverse
from mistralc.lowering.activations import activation
from mistralc.lowering.ad_hoc import lower_ad_hoc
from mistralc.lowering.cohorts import joins_without_gates
from mistralc.lowering.gates import label, threshold, together
from mistralc.lowering.joins import threshold_ids
from mistralc.lowering.names import AD_HOC, IMPORTED_NAMES, Namespace
from mistralc.lowering.plan import DagPlan, Gate, Link, Merge, Name, Node, Parameter, Part, Region, Route
from mistralc.lowering.source_text import source_text
from mistralc.lowering.values import has_expression, retry_arguments
from mistralc.model import Event, Task, Workflow

MAX_TAG = 100
"""Airflow's limit for a tag."""

OUTCOME = "outcome"
"""The task id of the last task of every DAG: who calls a workflow finds its output there."""

ALL_RESOLVED = "none_failed_min_one_success"
FIRST = "one_success"


def lower(workflow: Workflow, actions: AdHocTable | None = None, *, map_items: bool = False) -> DagPlan:
    """The plan of one workflow that `refusals` let pass; `actions` are the ad-hoc actions it is compiled with.

    `map_items`: each item of an action's with-items is a task instance of its own.
    """
    return _Lowering(workflow, actions or AdHocTable(), map_items).plan()


class _Lowering:
    """What the parts of one file share: names, and which task belongs to which part."""

    def __init__(self, workflow: Workflow, actions: AdHocTable, map_items: bool) -> None:
        self.workflow = workflow
        self.actions = actions
        self.map_items = map_items
        self.graph = graph_of(workflow)
        self.regions = Regions(self.graph)
        self.requirements = Requirements(workflow) if workflow.type == "reverse" else None
        self.ids = Namespace([OUTCOME, *threshold_ids(workflow)])
        self.identifiers = Namespace(IMPORTED_NAMES)
        self.task_ids = {name: self.ids.id(name) for name in workflow.tasks}
        self.openings = {name: self.ids.id(f"{self.task_ids[name]}.opened") for name in self.regions.opened}
        """Join that begins a region → id of the node in the workflow's own DAG that waits as it does."""
        self.commands: dict[tuple[str, int], str] = {}
        self.crossings: dict[tuple[str, str], str] = {}
        """(source, target) of transitions between parts → id of the node that stands for the target."""

    def plan(self) -> DagPlan:
        workflow, document = self.workflow, self.workflow.document
        return DagPlan(
            dag_id=airflow_id(workflow.qualified_name),
            workflow=workflow.qualified_name,
            description=workflow.description or "",
            parameters=tuple(Parameter(i.name, i.default) for i in workflow.input),
            tags=("mistral", *(tag[:MAX_TAG] for tag in workflow.tags)),
            root=_PartLowering(self, ROOT).part(),
            regions=tuple(Region(entry, _PartLowering(self, entry).part()) for entry in self.regions.entries),
            source=source_text(workflow),
            source_name=PurePath(document.name).name,
            source_digest=hashlib.sha256(document.text.encode()).hexdigest(),
            ad_hoc=lower_ad_hoc(self.actions, workflow),
        )

    def crossing(self, edge: Edge) -> str | None:
        """The id of the node for a transition that leaves its part; None for one that stays."""
        homes = self.regions.homes
        if edge.target not in self.regions.entries and homes[edge.source] == homes[edge.target]:
            return None
        if homes[edge.source] == ROOT and edge.target in self.openings:
            return self.openings[edge.target]
        pair = edge.source, edge.target
        if pair not in self.crossings:
            self.crossings[pair] = self.ids.id(f"{self.task_ids[edge.source]}.{edge.target}")
        return self.crossings[pair]


class _PartLowering:
    """One DAG of the file: that of the workflow (home ROOT) or of a region."""

    def __init__(self, whole: _Lowering, home: str) -> None:
        self.whole = whole
        self.workflow, self.graph, self.regions = whole.workflow, whole.graph, whole.regions
        self.home = home
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self.activations: list[tuple[str, Node]] = []
        self.entrances: dict[str, Node] = {}
        """Task → the node that its inbound edges lead to, where that is not the one of the task itself."""
        self.direct = self._direct_joins()

    def part(self) -> Part:
        variables = self._vars() if self.home == ROOT else None
        tasks = {name: self._task(self.workflow.tasks[name]) for name in self.regions.members(self.home)}
        for name, node in tasks.items():
            self._crossings(name, node)
        if self.home == ROOT:
            self._open_joins()
        merges = self._edges(tasks)
        self._open(variables, tasks)
        self._outcome(merges)
        return Part(tuple(self.nodes), tuple(self.links), tuple(merges))

    def _open(self, variables: Node | None, tasks: dict[str, Node]) -> None:
        """What comes before the first tasks: in a reverse workflow a node that knows which are wanted, and `vars`."""
        requirements = self.whole.requirements
        first = [self._entrance(name, tasks) for name in self.graph.starts if name in tasks]
        if requirements:
            first = [self._node("target", "TargetOperator", {})]
            links = reverse.links(self.workflow, requirements, first[0], tasks)
            self.links.extend(Link(above, self.entrances.get(name, tasks[name])) for above, name in links)
        if variables:
            self.links.extend(Link(variables, node) for node in first)

    def _node(self, wish: str, operator: str, arguments: dict[str, Any], comment: str = "", task_id: str = "") -> Node:
        node_id = task_id or self.whole.ids.id(wish)
        named = {"task_id": node_id, **({"name": wish} if node_id != wish else {})}
        variable = self.whole.identifiers.identifier(node_id)
        node = Node(node_id, variable, operator, {**named, **arguments}, comment)
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
        task_id = self.whole.task_ids[task.name]
        if self._is_noop(task):
            arguments = {**self._trigger_rule(task), **self._routes(task)}
            return self._node(task.name, "NoopOperator", arguments, comment, task_id)
        arguments = self._arguments(task)
        if self.whole.map_items and mapping.maps(task):
            node = self._mapped(task, arguments, comment)
        else:
            operator = "WorkflowOperator" if task.workflow else "ActionOperator"
            node = self._node(task.name, operator, arguments, comment, task_id)
        for index, edge in enumerate(self.graph.outbound(task.name)):
            if edge.is_command and edge.target != "noop":
                self._command(node, edge, self.whole.commands[task.name, index])
        return node

    def _mapped(self, task: Task, arguments: dict[str, Any], comment: str) -> Node:
        """The node of a task whose items are instances of their own, with all that stands before it."""
        task_id = self.whole.task_ids[task.name]
        items = mapping.MappedItems(task_id, self.whole.ids)
        arrival = self._trigger_rule(task)
        items.build(self._node, arrival, arguments, comment)
        node = self._node(task.name, "ActionOperator", items.collecting(arguments), comment, task_id)
        self.links.extend(items.lead_to(node))
        self.entrances[task.name] = items.entrance
        return node

    def _entrance(self, name: str, tasks: Mapping[str, Node]) -> Node:
        return self.entrances.get(name) or tasks[name]

    def _arguments(self, task: Task) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            **self._called(task),
            "ad_hoc": Name(AD_HOC) if self._may_be_ad_hoc(task) else None,
            "input": task_input(task),
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

    def _may_be_ad_hoc(self, task: Task) -> bool:
        """True when the action of `task` is an ad-hoc one, or has a name to evaluate and there are some."""
        if task.action is None:
            return False
        actions = self.whole.actions
        called = actions.called(self.workflow, task.action.name)
        return called is not None or (is_expression(task.action.name) and bool(actions))

    def _published(self, task: Task) -> dict[str, Any]:
        ends = {"": Event.SUCCESS, "_on_error": Event.ERROR, "_on_skip": Event.SKIP}
        combined = {suffix: published(task, event) for suffix, event in ends.items()}
        branch = {f"publish{suffix}": found.branch for suffix, found in combined.items()}
        return {**branch, **{f"publish_global{suffix}": found.globals for suffix, found in combined.items()}}

    def _policies(self, task: Task) -> dict[str, Any]:
        names = ("wait_before", "wait_after", "timeout", "pause_before", "concurrency", "fail_on")
        return {
            **{name: policy(self.workflow, task, name) for name in names},
            "retry": retry_arguments(policy(self.workflow, task, "retry")),
            "queue": task.target,
            "safe_rerun": self._safe_rerun(task),
        }

    def _safe_rerun(self, task: Task) -> bool | str | None:
        defaults = self.workflow.task_defaults
        return (defaults.safe_rerun if task.safe_rerun is None and defaults else task.safe_rerun) or None

    def _routes(self, task: Task) -> dict[str, list[Route]]:
        if self.whole.requirements:
            routes = reverse.routes(self.whole.requirements, task.name, self.whole.task_ids)
        else:
            routes = [self._route(task, index, edge) for index, edge in enumerate(self.graph.outbound(task.name))]
        return {"routes": routes} if routes else {}

    def _route(self, task: Task, index: int, edge: Edge) -> Route:
        if edge.target == "noop":
            return Route(edge.event, "noop", edge.guard)
        if edge.is_command:
            target = self.whole.ids.id(f"{self.whole.task_ids[task.name]}.{edge.target}")
            self.whole.commands[task.name, index] = target
            return Route(edge.event, target, edge.guard)
        target = self.whole.crossing(edge) or self.whole.task_ids[edge.target]
        return Route(edge.event, target, edge.guard)

    def _command(self, source: Node, edge: Edge, task_id: str) -> None:
        arguments: dict[str, Any] = {"command": edge.target}
        if edge.transition.params.get("msg") is not None:
            arguments["message"] = edge.transition.params["msg"]
        node = self._node(task_id, "CommandOperator", arguments, task_id=task_id)
        self.links.append(Link(source, node, label([edge])))

    def _is_noop(self, task: Task) -> bool:
        """True when nobody can see whether it ran in a process: std.noop that publishes, decides and joins nothing."""
        plain_action = (task.action is None or task.action.name == "std.noop") and not task_input(task)
        plain_action = plain_action and not task.workflow and not task.with_items
        publishes: Published = published(task, Event.SUCCESS)
        decides = any(
            edge.guard or edge.is_command or edge.event in (Event.ERROR, Event.SKIP)
            for edge in self.graph.outbound(task.name)
        )
        delayed = any(value is not None for value in self._policies(task).values())
        decides = decides or self.whole.requirements is not None or self._may_be_ad_hoc(task) or self._pauses()
        observable = publishes or decides or delayed or task.join
        named = self.whole.task_ids[task.name] == task.name  # another name has to be told by a record
        return plain_action and named and not observable and not self._may_outlive_run(task)

    def _pauses(self) -> bool:
        """True when a command `pause` may hold the run: what the scheduler ends by itself would run all the same."""
        return any(edge.target == "pause" for name in self.workflow.tasks for edge in self.graph.outbound(name))

    def _may_outlive_run(self, task: Task) -> bool:
        """True when a task before it may lead here and end the run: then somebody must see that nothing follows."""
        sources = {edge.source for edge in self.graph.inbound(task.name)}
        return any(edge.target in ("fail", "succeed") for source in sources for edge in self.graph.outbound(source))

    # Transitions that leave this part

    def _crossings(self, name: str, node: Node) -> None:
        """A node for each task of another part that `name` leads to: an activation in ROOT, an exit in a region."""
        outbound: dict[str, list[Edge]] = {}
        for edge in self.graph.outbound_tasks(name):
            if self.whole.crossing(edge) and not (self.home == ROOT and edge.target in self.regions.opened):
                outbound.setdefault(edge.target, []).append(edge)
        for target, edges in outbound.items():
            task_id = self.whole.crossing(edges[0]) or ""
            if self.home == ROOT:
                crossing = self._node(task_id, "ActivationOperator", activation(self.regions, target), task_id=task_id)
                self.activations.append((target, crossing))
            else:
                crossing = self._node(task_id, "ExitOperator", {"target": target}, task_id=task_id)
            self.links.append(Link(node, crossing, label(edges)))

    def _open_joins(self) -> None:
        """A node for each join that begins a region: it waits as the join does, and activates that region."""
        for name, task_id in self.whole.openings.items():
            task = self.workflow.tasks[name]
            arguments = {**activation(self.regions, name), "join": task.join, **self._trigger_rule(task)}
            self.entrances[name] = self._node(task_id, "ActivationOperator", arguments, task_id=task_id)
            self.activations.append((name, self.entrances[name]))

    # Edges inside

    def _direct_joins(self) -> set[str]:
        if self.whole.requirements:
            return set()
        names = list(self.regions.members(self.home))
        tasks = {name: self.workflow.tasks[name] for name in names}
        mapped = {name for name in names if self.whole.map_items and mapping.maps(tasks[name])}
        decide = {name for name in names if name not in mapped and not self._is_noop(tasks[name])}
        sources = {name: self._sources(name) for name in names}
        return joins_without_gates(self.graph, tasks, sources, decide) - mapped

    def _trigger_rule(self, task: Task) -> dict[str, str]:
        if self.whole.requirements:
            return {"trigger_rule": reverse.REQUIRED}
        if len(self._sources(task.name)) < 2 or task.name in self.direct:
            return {}
        return {"trigger_rule": FIRST if threshold(task) else ALL_RESOLVED}

    def _sources(self, task: str) -> dict[str, list[Edge]]:
        """The tasks that lead to `task` from where it is; none to the entry of a region, which is activated."""
        sources: dict[str, list[Edge]] = {}
        inbound = self.graph.inbound(task) if task not in self.regions.entries else []
        if self.home == ROOT and task in self.regions.opened:
            inbound = opening(self.graph, task)
        for edge in inbound:
            if edge.source in self.regions.alive:
                sources.setdefault(edge.source, []).append(edge)
        return sources

    def _edges(self, tasks: dict[str, Node]) -> list[Merge]:
        gated: dict[str, dict[str, list[Edge]]] = {}
        for name in dict.fromkeys([*tasks, *self.entrances]):
            sources = self._sources(name)
            if name not in self.direct and (len(sources) > 1 or any(source not in tasks for source in sources)):
                gated[name] = sources
                continue
            for source, edges in sources.items():
                self.links.append(Link(tasks[source], self._entrance(name, tasks), label(edges)))
        shared = dict(self._shared(gated, tasks))
        return [
            self._merge(
                self._entrance(name, tasks),
                tuple(shared.get((source, name)) or self._gate(source, tasks, self._entrance(name, tasks), edges)
                      for source, edges in sources.items()),
                threshold(self.workflow.tasks[name]),
            )
            for name, sources in gated.items()
        ]  # fmt: skip

    def _shared(
        self, gated: dict[str, dict[str, list[Edge]]], tasks: dict[str, Node]
    ) -> Iterator[tuple[tuple[str, str], Gate]]:
        """((source, target), gate) of the edges that share one with others of their source."""
        for source, targets in together(self.graph, gated, self.workflow.tasks):
            if source in tasks:
                shown = label(gated[targets[0]][source]) or Event.SUCCESS.value
                gate_id = self.whole.ids.id(f"{self.whole.task_ids[source]}.{shown.replace(' / ', '.')}")
                first, *others = (self._entrance(target, tasks) for target in targets)
                gate = Gate(gate_id, tasks[source], first, shown, others=tuple(others))
                yield from (((source, target), gate) for target in targets)

    def _merge(self, target: Node, gates: tuple[Gate, ...], threshold: int | None) -> Merge:
        variable = self.whole.identifiers.identifier(f"{target.variable}_edges") if threshold else ""
        return Merge(target, gates, threshold, variable)

    def _gate(self, source: str, tasks: dict[str, Node], target: Node, edges: list[Edge]) -> Gate:
        shown = label(edges) or Event.SUCCESS.value
        task_id, target_id = self.whole.task_ids[source], self.whole.task_ids[edges[0].target]
        if source in tasks:
            return Gate(self.whole.ids.id(f"{task_id}.{target_id}"), tasks[source], target, shown)
        gates = tuple(
            self._gate_of_region(node, source, target, edges[0].target, shown)
            for entry, node in self.activations
            if node is not target and self.regions.homes[source] in self.regions.reached(entry)
        )
        if len(gates) == 1:
            return gates[0]
        either = self.whole.ids.id(f"{task_id}.{target_id}")
        return Gate(either, gates[0].source, target, shown, task_id, gates)

    def _gate_of_region(self, activation: Node, source: str, target: Node, name: str, shown: str) -> Gate:
        gate_id = self.whole.ids.id(f"{activation.id}.{self.whole.task_ids[source]}.{self.whole.task_ids[name]}")
        activation.arguments["exits"][f"{source} -> {name}"] = gate_id
        return Gate(gate_id, activation, target, shown, source)

    def _outcome(self, merges: list[Merge]) -> None:
        if self.home == ROOT:
            written = {"output": self.workflow.output, "output_on_error": self.workflow.output_on_error}
            arguments = {key: value for key, value in written.items() if value}
            outcome = self._node(OUTCOME, "OutcomeOperator", arguments, task_id=OUTCOME)
        else:
            outcome = self._node(OUTCOME, "RegionOutcomeOperator", {}, task_id=OUTCOME)
        leads_on = {link.source.id for link in self.links}
        leads_on |= {source.id for merge in merges for gate in merge.gates for source in gate.sources}
        if self.whole.requirements:  # what nobody wants is skipped early: any task may be the last
            leads_on -= set(self.whole.task_ids.values())
        if self.home != ROOT:  # what leads out of a region is the last of it
            leads_on -= {link.source.id for link in self.links if link.target.operator == "ExitOperator"}
        leaves = [node for node in self.nodes if node.id not in leads_on and node is not outcome]
        self.links.extend(Link(node, outcome) for node in leaves)
