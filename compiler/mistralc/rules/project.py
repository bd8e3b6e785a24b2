"""All that is checked together: the files of one call of `mistralc check`, which share the names of their workflows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mistralc.model import Action, Definitions, Workflow


@dataclass(frozen=True)
class Project:
    """The definitions of every file that could be read, in the order given. Names are qualified (`book.name`)."""

    files: Sequence[Definitions]

    @cached_property
    def workflows(self) -> Mapping[str, Workflow]:
        """Every workflow by its qualified name; of several of one name the first."""
        everything = [workflow for definitions in self.files for workflow in definitions.workflows]
        return {workflow.qualified_name: workflow for workflow in reversed(everything)}

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """Every ad-hoc action by its qualified name; of several of one name the first."""
        everything = [action for definitions in self.files for action in definitions.actions]
        return {action.qualified_name: action for action in reversed(everything)}

    def workflow(self, name: str, workbook: str | None) -> Workflow | None:
        """What a task of a workbook, or of none, means by the name of a workflow: one of the workbook first."""
        return self.workflows.get(f"{workbook}.{name}" if workbook else name) or self.workflows.get(name)

    def action(self, name: str, workbook: str | None) -> Action | None:
        """The same for ad-hoc actions."""
        return self.actions.get(f"{workbook}.{name}" if workbook else name) or self.actions.get(name)
