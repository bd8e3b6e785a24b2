"""The tasks of a reverse workflow and what they require.

Rules: mistral `lang/v2/workflows.py` (`get_task_requires`: a task's own and those of task-defaults, without itself) and
`workflow/reverse_workflow.py` (a task starts when all it requires has succeeded).
"""

from __future__ import annotations

from functools import cached_property

from mistralc.model import Workflow


class Requirements:
    """What requires what in one reverse workflow."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._defaults = workflow.task_defaults.requires if workflow.task_defaults else ()

    def of(self, task: str) -> tuple[str, ...]:
        """The tasks that `task` requires, each once."""
        own = self._workflow.tasks[task].requires
        return tuple(name for name in dict.fromkeys([*own, *self._defaults]) if name != task)

    def requiring(self, task: str) -> tuple[str, ...]:
        """The tasks that require `task`, in definition order."""
        return self._requiring[task]

    @cached_property
    def _requiring(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {name: [] for name in self._workflow.tasks}
        for task in self._workflow.tasks:
            for required in self.of(task):
                found[required].append(task)
        return {name: tuple(tasks) for name, tasks in found.items()}

    @cached_property
    def never_start(self) -> frozenset[str]:
        """Tasks that require each other in a circle, and what requires those: Mistral never starts them."""
        missing = {task: len(self.of(task)) for task in self._workflow.tasks}
        ready = [task for task, count in missing.items() if not count]
        while ready:
            for task in self.requiring(ready.pop()):
                missing[task] -= 1
                if not missing[task]:
                    ready.append(task)
        return frozenset(task for task, count in missing.items() if count)
