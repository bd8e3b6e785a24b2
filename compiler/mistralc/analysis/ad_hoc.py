"""Which ad-hoc actions the tasks of a workflow reach.

Rules: mistral `engine/tasks.py` (`_get_action_descriptor`: actions of the own workbook by short name, then by full
name) and `actions/adhoc.py` (a base is looked up by its full name only; ad-hoc actions before others).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mistralc.expressions import is_expression
from mistralc.model import Action, Workflow


class AdHocTable:
    """The ad-hoc actions of all definitions that are compiled together, by full name."""

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self._actions = {action.qualified_name: action for action in actions}

    def __bool__(self) -> bool:
        return bool(self._actions)

    def called(self, workflow: Workflow, name: str) -> Action | None:
        """The action that a task of `workflow` means by `name`; None when it is no ad-hoc action."""
        own = self._actions.get(f"{workflow.workbook}.{name}") if workflow.workbook else None
        return own or self._actions.get(name)

    def chain(self, action: Action) -> Iterator[Action]:
        """`action` and the ad-hoc actions below it, each once."""
        names: set[str] = set()
        below: Action | None = action
        while below and below.qualified_name not in names:
            names.add(below.qualified_name)
            yield below
            below = self._actions.get(below.base.name)

    def base(self, workflow: Workflow, name: str) -> str:
        """The name of what runs in the end when a task of `workflow` calls `name`."""
        action = self.called(workflow, name)
        chain = [*self.chain(action)] if action else []
        return chain[-1].base.name if chain else name

    def calls(self, workflow: Workflow, base: str) -> bool:
        """Whether a task of `workflow` calls `base`, by itself or below ad-hoc actions; not by a name to evaluate."""
        return any(task.action and self.base(workflow, task.action.name) == base for task in workflow.tasks.values())

    def reachable(self, workflow: Workflow) -> Mapping[str, Action]:
        """Full name → action of all that the tasks of `workflow` can run: with a name to evaluate, any there is."""
        names = [task.action.name for task in workflow.tasks.values() if task.action]
        if any(is_expression(name) for name in names):
            return dict(self._actions)
        called = (self.called(workflow, name) for name in names)
        return {below.qualified_name: below for action in called if action for below in self.chain(action)}
