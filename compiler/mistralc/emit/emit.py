"""From the plan of a DAG to the text of its file. One plan gives one text, byte for byte."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from mistralc.emit.ad_hoc import ad_hoc_actions
from mistralc.emit.literal import INDENT, WIDTH, literal, quoted
from mistralc.lowering.plan import DagPlan, Gate, Merge, Name, Node, Parameter, Part, Route
from mistralc.model import Event

MARKER = "Compiled by mistralc"
"""Every generated file says so in its docstring; nothing without it is ever overwritten or removed."""

_ROUTE_FUNCTIONS = {
    Event.SUCCESS: "on_success",
    Event.ERROR: "on_error",
    Event.COMPLETE: "on_complete",
    Event.SKIP: "on_skip",
    None: "required_by",
}


def emit(plan: DagPlan) -> str:
    """The Python text of the DAG file."""
    imports = _imports(plan)
    labelled = any(link.label for part in plan.parts for link in part.links)
    text = _template().render(
        docstring=_docstring(plan),
        dag_id=quoted(plan.dag_id),
        display_name=quoted(plan.workflow) if plan.workflow != plan.dag_id else "",
        description=literal(_summary(plan.description)) if plan.description else "",
        parameters=[_parameter(parameter) for parameter in plan.parameters],
        tags=literal(list(plan.tags), column=9),
        airflow_imports=["DAG", *(["Label"] if labelled else [])],
        imports=imports,
        imports_fit=len("from mistral_airflow.operators import " + ", ".join(imports)) <= WIDTH,
        ad_hoc=ad_hoc_actions(plan.ad_hoc) if plan.ad_hoc else "",
        root=_part(plan.root),
        regions=[{"entry": quoted(region.entry), **_part(region.part)} for region in plan.regions],
    )
    return text.rstrip("\n") + "\n"


@cache
def _template() -> Template:
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    return environment.from_string(files("mistralc.emit").joinpath("dag.py.jinja").read_text(encoding="utf-8"))


@cache
def compiler_version() -> str:
    """The version written into generated files; '0' when the package is not installed (a bare checkout)."""
    try:
        return version("mistralc")
    except PackageNotFoundError:
        return "0"


def _docstring(plan: DagPlan) -> str:
    summary = _summary(plan.description)
    rest = textwrap.dedent(plan.description.strip()[len(summary) :]).strip()
    fence = "````" if "```" in plan.source else "```"
    paragraphs = [
        f"{plan.workflow}: {summary or 'a Mistral workflow.'}",
        *([rest] if rest else []),
        f"{MARKER} {compiler_version()} from {plan.source_name} (sha256 {plan.source_digest[:12]}). "
        "Do not edit: change the workflow and compile again.",
        f"{fence}yaml\n{plan.source.rstrip()}\n{fence}",
    ]
    text = "\n\n".join(paragraphs).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{text}\n"""'


def _summary(description: str) -> str:
    return description.strip().split("\n")[0].strip()


def _part(part: Part) -> dict[str, Any]:
    return {
        "nodes": [_node(node) for node in part.nodes],
        "wiring": [line for statement in _wiring(part) for line in statement.split("\n")],
    }


def _imports(plan: DagPlan) -> list[str]:
    used = {name for part in plan.parts for name in _used(part)}
    used.update("required" if parameter.required else "optional" for parameter in plan.parameters)
    if plan.regions:
        used.add("region")
    if plan.ad_hoc:
        used.update(("AdHocAction", "AdHocActions"))
    return sorted(used, key=lambda name: (not name.isupper(), name[0].islower(), name))


def _used(part: Part) -> Iterator[str]:
    for node in part.nodes:
        yield node.operator
        for route in node.arguments.get("routes", ()):
            yield _ROUTE_FUNCTIONS[route.event]
            if route.target == "noop":
                yield "NOOP"
    for merge in part.merges:
        yield "gate"
        if merge.threshold:
            yield "threshold"
        if any(gate.either for gate in merge.gates):
            yield "either"


def _parameter(parameter: Parameter) -> str:
    key = f"{quoted(parameter.name)}: "
    if parameter.required:
        return f"{key}required()"
    return f"{key}optional({literal(parameter.default, column=8 + len(key) + len('optional(),'), indent=8)})"


def _node(node: Node) -> dict[str, Any]:
    arguments = [_argument(name, value) for name, value in node.arguments.items() if name != "exits" or value]
    return {"variable": node.variable, "operator": node.operator, "comment": node.comment, "arguments": arguments}


def _argument(name: str, value: Any) -> str:
    if name == "routes":
        return f"routes={_routes(value)}"
    if isinstance(value, Name):
        return f"{name}={value.name}"
    return f"{name}={literal(value, column=8 + len(name) + 2, indent=8)}"


def _routes(routes: Iterable[Route]) -> str:
    written = [_route(route) for route in routes]
    flat = "[" + ", ".join(written) + "]"
    if len(flat) + 16 <= WIDTH:
        return flat
    return "[\n" + "".join(f"            {route},\n" for route in written) + "        ]"


def _route(route: Route) -> str:
    target = "NOOP" if route.target == "noop" else quoted(route.target)
    guard = f", when={quoted(route.guard)}" if route.guard else ""
    return f"{_ROUTE_FUNCTIONS[route.event]}({target}{guard})"


def _wiring(part: Part) -> Iterator[str]:
    """The dependencies, source by source in the order of the tasks; joins that count their edges come after those."""
    outcome = part.nodes[-1]
    for node in part.nodes:
        for merge in part.merges:
            if merge.threshold is None:
                yield from (_gate(gate) for gate in merge.gates if gate.source is node and gate.target is merge.target)
        yield from _links(part, node, outcome)
    counted = [merge for merge in part.merges if merge.threshold is not None]
    for merge in counted:
        yield from _threshold(merge)
    leaves = [link.source.variable for link in part.links if link.target is outcome]
    ends = [*leaves, *(f"*{merge.variable}" for merge in counted)]
    only = leaves[0] if ends == leaves[:1] else _list(ends, outcome.variable)
    yield f"{only} >> {outcome.variable}"


def _links(part: Part, source: Node, outcome: Node) -> Iterator[str]:
    """`a >> [b, c]`: the direct dependencies of one node, those with one label together."""
    groups: dict[str, list[str]] = {}
    for link in part.links:
        if link.source is source and link.target is not outcome:
            groups.setdefault(link.label, []).append(link.target.variable)
    for label, targets in groups.items():
        arrow = f" >> Label({quoted(label)}) >> " if label else " >> "
        before = f"{source.variable}{arrow}"
        yield f"{before}{targets[0] if len(targets) == 1 else _list(targets, before)}"


def _list(names: Iterable[str], beside: str) -> str:
    """A list of variables; one a line when it does not fit on its line with what stands `beside` it."""
    flat = "[" + ", ".join(names) + "]"
    if len(INDENT) + len(flat) + len(" >> ") + len(beside) <= WIDTH:
        return flat
    return "[\n" + "".join(f"{INDENT}{name},\n" for name in names) + "]"


def _threshold(merge: Merge) -> Iterator[str]:
    yield f"{merge.variable} = threshold("
    yield f"    {merge.target.variable},"
    yield f"    {merge.threshold},"
    yield "    ["
    yield from (f"        {_gate(gate)}," for gate in merge.gates)
    yield "    ],"
    yield ")"


def _gate(gate: Gate) -> str:
    own = f"{quoted(gate.id)}, {quoted(gate.label)}"
    if gate.either:
        inner = "".join(f"\n    {_gate(each)}," for each in gate.either)
        return f"either({gate.target.variable}, {own}, [{inner}\n])"
    task = f", task={quoted(gate.task)}" if gate.task else ""
    before = f"gate({gate.source.variable}, "
    others = [other.variable for other in gate.others]
    target = _list([gate.target.variable, *others], f"{before}, {own}{task})") if others else gate.target.variable
    return f"{before}{target}, {own}{task})"
