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
        return {f"{a.workbook}.{a.name}" if a.workbook else a.name: a for a in reversed(everything)}
