"""What is called: an action of the catalogue, an ad-hoc action or a workflow, with the arguments it takes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mistralc.actions import ActionSignature, find
from mistralc.diagnostics import Label, near
from mistralc.expressions.types import Record, item_of, members, parse_type
from mistralc.model import Action, Definitions, Workflow
from mistralc.rules.actions.calls import CallSite
from mistralc.rules.project import Project


@dataclass(frozen=True)
class Callee:
    """What a call leads to. `declared` says where, when that is a source file.

    `is_open`: its names are not all known. `takes_any`: it has these, and takes others (`**kwargs`).
    """

    what: str
    names: tuple[str, ...]
    required: tuple[str, ...]
    is_open: bool = False
    takes_any: bool = False
    declared: Label | None = None
    signature: ActionSignature | None = None

    def describe(self, name: str) -> str:
        """The type and a few words of an argument, as far as they are known."""
        parameter = self.signature.parameter(name) if self.signature else None
        if parameter is None:
            return "required" if name in self.required else ""
        required = ", required" if parameter.required else ""
        return f"{parameter.type}{required}. {parameter.doc}".strip()

    def missing(self, given: Collection[str]) -> list[str]:
        """Required arguments that are not given."""
        if self.signature:
            return self.signature.missing(given)
        return [name for name in self.required if name not in given]

    def lacking(self, site: CallSite) -> list[str]:
        """Required arguments that a call lacks, other than those it has under a misspelt name or in a lost form."""
        if not site.is_complete:
            return []
        strays = [*self.unknown(site.arguments), *site.dropped]
        return [name for name in self.missing(site.arguments) if name not in strays and not near(name, strays)]

    def unknown(self, given: Collection[str]) -> list[str]:
        """Given arguments that are not taken, in their order; of what takes any those that are misspelt."""
        strays = [name for name in given if name not in self.names]
        if self.is_open:
            return []
        if self.takes_any:
            free = [name for name in self.names if name not in given]
            return [name for name in strays if near(name, free)]
        return strays


_OF_FIND = ("all_tenants", "deleted", "display_name", "human_id", "is_public", "NAME")
"""What `find` of the client libraries takes beside attributes (`novaclient.base`, `cinderclient.base`)."""


def _attributes(action: ActionSignature) -> tuple[str, ...]:
    """What an action that takes any argument compares with it, where that is known: `find` and `findall`."""
    if not action.accepts_unknown or not action.name.endswith(("_find", "_findall")):
        return ()
    result = parse_type(action.result)
    records = [m for one in members(result) for m in (one, *members(item_of(one))) if isinstance(m, Record)]
    fields = [name for record in records for name, _ in record.fields]
    return (*fields, *_OF_FIND) if fields else ()


class Scope:
    """The names that calls of one file can mean: its own before those of the other files, a workbook's before all."""

    def __init__(self, definitions: Definitions, project: Project) -> None:
        self.project = project
        self._files = {id(part.document): part for part in project.files}
        self._workflows = {workflow.qualified_name: workflow for workflow in definitions.workflows}
        self._actions = {action.qualified_name: action for action in definitions.actions}
        self._definitions = definitions

    def action(self, name: str, workbook: str | None) -> Action | None:
        """The ad-hoc action of a name as seen from a workbook."""
        both = (self._actions, self.project.actions)
        return next((found[n] for n in _names(name, workbook) for found in both if n in found), None)

    def workflow(self, name: str, workbook: str | None) -> Workflow | None:
        """The workflow of a name as seen from a workbook."""
        both = (self._workflows, self.project.workflows)
        return next((found[n] for n in _names(name, workbook) for found in both if n in found), None)

    def is_unreadable(self, site: CallSite) -> bool:
        """Whether what is called may stand in this file, where a fault that has been reported hides it."""
        section = "workflows" if site.is_workflow else "actions"
        written = self._definitions.document.value((section,))
        hidden = isinstance(written, dict) and site.name in written
        return bool(site.workbook) and (hidden or any(len(path) == 1 for path in self._definitions.broken))

    def callee(self, site: CallSite) -> Callee | None:
        """What a call leads to, None when it is not known. Mistral takes an ad-hoc action before one of its own."""
        if site.is_workflow:
            workflow = self.workflow(site.name, site.workbook)
            return self._declared("workflow", site.name, workflow) if workflow else None
        ad_hoc = self.action(site.name, site.workbook)
        if ad_hoc:
            return self._declared("ad-hoc action", site.name, ad_hoc)
        signature = find(site.name)
        if signature is None:
            return None
        attributes = _attributes(signature)
        names = (*(parameter.name for parameter in signature.parameters), *attributes)
        takes_any = signature.accepts_unknown and not attributes
        return Callee(f"action '{site.name}'", names, (), takes_any=takes_any, signature=signature)

    def _declared(self, kind: str, name: str, owner: Action | Workflow) -> Callee:
        known = not self._files[id(owner.document)].lacks_input(owner.at)
        return Callee(
            f"{kind} '{name}'",
            tuple(declared.name for declared in owner.input),
            tuple(declared.name for declared in owner.input if declared.required and known),
            is_open=not known,
            declared=Label(owner.document.key_span((*owner.at, "input") if owner.input else owner.at), "defined here"),
        )


def _names(name: str, workbook: str | None) -> list[str]:
    return [f"{workbook}.{name}", name] if workbook else [name]
