"""Hover texts, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from mistralc.actions import ActionSignature, Standing, standing, unsupported
from mistralc.actions import find as find_action
from mistralc.actions.openstack import find_openstack
from mistralc.expressions.catalogue import Function
from mistralc.expressions.catalogue import find as find_functions
from mistralc.expressions.types import ANY
from mistralc.lsp.names import Origin
from mistralc.model import Action, Input, Task, Workflow

_COMMANDS = {
    "noop": "does nothing",
    "fail": "ends the workflow in ERROR",
    "succeed": "ends the workflow in SUCCESS",
    "pause": "pauses the workflow",
}


def of_command(name: str) -> str:
    """An engine command."""
    return f"**{name}**: an engine command, {_COMMANDS[name]}"


def of_variable(name: str, origins: Sequence[Origin]) -> str:
    """A variable: where it gets its values, and of which types."""
    rows = [f"- {o.what}, line {o.span.line}{'' if o.type == ANY else f': `{o.type}`'}" for o in origins]
    return "\n".join([f"**$.{name}**", "", *rows])


def of_function(name: str, language: str) -> str | None:
    """Every function of a name that a language has."""
    found = [f for f in find_functions(name) if f.kind != "operator" and f.language in (language, "mistral", "site")]
    return "\n\n".join(map(_function, found)) or None


def _function(function: Function) -> str:
    example = "".join(f"\n\nExample: `{e.expression}` → `{e.result}`" for e in function.examples[:1])
    return "\n".join(["```", *function.signatures(), "```", f"{function.doc}{example}"])


def of_action(name: str) -> str | None:
    """An action of the catalogue."""
    signature = find_action(name)
    if signature is None:
        return None
    if standing(name) is Standing.UNSUPPORTED:
        reason, remedy = unsupported(name)
        return f"{_signature(signature)}\n\nCannot run on Airflow: {reason}; {remedy}"
    service = find_openstack(name)
    runs = f"\n\nRuns as `{service.maps_to}`" if service and service.maps_to else ""
    return _signature(signature) + runs


def _signature(action: ActionSignature) -> str:
    rows = [
        f"- `{p.name}: {p.type}`{'' if p.required else f' = `{p.default!r}`'} {p.doc}".rstrip()
        for p in action.parameters
    ]
    return "\n".join([f"**{action.name}** → `{action.result}`", "", action.doc, "", *rows]).strip()


def of_ad_hoc_action(action: Action) -> str:
    """An action that a file defines."""
    head = f"**{action.name}**: an ad-hoc action over `{action.base.name}`"
    return "\n\n".join(part for part in (head, action.description, _inputs(action.input)) if part)


def of_workflow(workflow: Workflow) -> str:
    """A workflow that a file defines."""
    head = f"**{workflow.qualified_name}**: a workflow of {len(workflow.tasks)} tasks"
    output = f"Output: {', '.join(f'`{name}`' for name in workflow.output)}" if workflow.output else ""
    return "\n\n".join(part for part in (head, workflow.description, _inputs(workflow.input), output) if part)


def of_task(task: Task) -> str:
    """A task of the same workflow."""
    call = task.action or task.workflow
    does = f"`{call.name}`" if call else "nothing (std.noop)"
    join = f", join: {task.join}" if task.join is not None else ""
    return "\n\n".join(part for part in (f"**{task.name}**: a task, runs {does}{join}", task.description) if part)


def _inputs(inputs: Sequence[Input]) -> str:
    rows = [f"- `{each.name}`" + ("" if each.required else f" = `{each.default!r}`") for each in inputs]
    return "\n".join(["Inputs:", "", *rows]) if rows else ""
