"""What a task publishes in each end state, with the forms of publish combined as Mistral combines them.

Rule: `lang/v2/tasks.py` (`get_publish`) and `lang/v2/publish.py` (`merge`): on-complete over basic publish over the
clause of the state, section by section; a section the winner's clause does not have drops what would be merged into it
(case hw-advanced-global-only-drops-basic-publish). `atomic` is accepted and does nothing, as in Mistral.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mistralc.merging import deep_merge
from mistralc.model import Event, Publish, Task

Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Published:
    """The expressions a task publishes to its branch and globally in one end state; None for a section not written."""

    branch: Variables | None = None
    globals: Variables | None = None

    def __bool__(self) -> bool:
        return bool(self.branch or self.globals)


def published(task: Task, event: Event) -> Published:
    """What `task` publishes when it ends as `event` says (on-success, on-error or on-skip)."""
    basic = {Event.SUCCESS: task.publish, Event.ERROR: task.publish_on_error, Event.SKIP: task.publish_on_skip}[event]
    combined = Published(branch=basic) if basic else None
    for clause_event in (Event.COMPLETE, event):
        clause = task.clauses.get(clause_event)
        if clause is None or clause.publish is None:
            continue
        advanced = _sections(clause.publish)
        if combined is None:
            combined = advanced
        elif clause_event is Event.COMPLETE:
            combined = _merged(combined, advanced)
        else:
            combined = _merged(advanced, combined)
    return combined or Published()


def _sections(publish: Publish) -> Published:
    return Published(publish.branch, publish.globals)


def _merged(base: Published, over: Published) -> Published:
    return Published(_section(base.branch, over.branch), _section(base.globals, over.globals))


def _section(base: Variables | None, over: Variables | None) -> Variables | None:
    return deep_merge(base, over) if base is not None and over else base
