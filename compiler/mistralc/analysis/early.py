"""What an expression needs that is evaluated before its task runs: only the environment and the input are there."""

from __future__ import annotations

from mistralc.analysis.applied import task_input
from mistralc.analysis.publishing import published
from mistralc.expressions import reads
from mistralc.model import Event, Task, Workflow

_OF_THE_RUN = frozenset({"execution", "executions", "tasks", "task", "global"})


def needs_the_task(workflow: Workflow, task: Task, text: str) -> str | None:
    """What `text` reads that is not known when the run begins, in words; None when there is nothing.

    An input is known that nothing else can stand before: no variable of the name, and no argument of the action, which
    Mistral looks at first (`engine/tasks.py`, `_get_target`).
    """
    found = reads(text)
    if called := sorted(found.functions & _OF_THE_RUN):
        return f"{called[0]}()"
    if found.everything:
        return "all variables"
    if found.volatile:
        return "a value that is never the same"
    nearer = _published(workflow) | set(workflow.vars or ()) | _of_the_task(task)
    early = {parameter.name for parameter in workflow.input} - nearer
    late = sorted(found.variables - early)
    if isinstance(task_input(task), str) and found.variables:
        return "arguments of the action"
    return f"the variable '{late[0]}'" if late else None


def _published(workflow: Workflow) -> set[str]:
    events = (Event.SUCCESS, Event.ERROR, Event.SKIP)
    parts = [published(task, event) for task in workflow.tasks.values() for event in events]
    return {name for part in parts for names in (part.branch, part.globals) for name in names or ()}


def _of_the_task(task: Task) -> set[str]:
    arguments = task_input(task)
    return {loop.variable for loop in task.with_items} | (set() if isinstance(arguments, str) else {*arguments})
