"""Plain data → Definitions. Takes what has the right shape; the rest is reported by `mistralc.model.shape`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from mistralc.model import nodes
from mistralc.model.clauses import build_clauses, mapping_or_none, policies, strings, text_or_none
from mistralc.model.problems import Problems
from mistralc.model.tasks import build_call, build_task
from mistralc.source import Document, Path

Kind = Literal["workflow", "workbook", "action"]


def detect_kind(data: Any) -> Kind:
    """How a file is meant: a workbook has sections, ad-hoc actions have a base each, else it is a list of workflows."""
    if not isinstance(data, dict):
        return "workflow"
    if any(_is_section(data.get(key)) for key in ("workflows", "actions")):
        return "workbook"
    if isinstance(data.get("name"), str) and ("workflows" in data or "actions" in data):
        return "workbook"
    items = [value for key, value in data.items() if key != "version"]
    is_actions = bool(items) and all(
        isinstance(item, dict) and "base" in item and "tasks" not in item for item in items
    )
    return "action" if is_actions else "workflow"


def _is_section(value: Any) -> bool:
    """Whether a top-level `workflows` or `actions` is a section of a workbook, not a workflow of that name."""
    return isinstance(value, dict) and not {"tasks", "base"} & set(value)


def build(document: Document, kind: Kind | None = None, problems: Problems | None = None) -> nodes.Definitions:
    """The definitions in a document. Faults of inline texts go to `problems`; nothing an author wrote is raised."""
    data = document.data if isinstance(document.data, dict) else {}
    kind = kind or detect_kind(data)
    found = Problems(document) if problems is None else problems
    if kind == "action":
        return nodes.Definitions(document, kind, actions=tuple(_actions(document, data, (), None, found)))
    if kind == "workflow":
        return nodes.Definitions(document, kind, workflows=tuple(_workflows(document, data, (), None, found)))
    book = data.get("name") if isinstance(data.get("name"), str) else None
    return nodes.Definitions(
        document,
        kind,
        workflows=tuple(_workflows(document, data.get("workflows"), ("workflows",), book, found)),
        actions=tuple(_actions(document, data.get("actions"), ("actions",), book, found)),
        workbook=book,
    )


def named(data: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The named mappings of a list-like section; `version` is never an item of one (BaseSpecList).

    A workflow may have a name that YAML does not read as text: the key is what was read.
    """
    if isinstance(data, dict):
        for name, value in data.items():
            if name != "version" and isinstance(value, dict):
                yield name, value


def _workflows(
    document: Document, data: Any, at: Path, book: str | None, problems: Problems
) -> Iterator[nodes.Workflow]:
    for name, body in named(data):
        place = (*at, name)
        kind: Literal["direct", "reverse"] = "reverse" if body.get("type") == "reverse" else "direct"
        yield nodes.Workflow(
            name=str(name),
            document=document,
            at=place,
            tasks={
                task: build_task(task, fields, (*place, "tasks", task), kind, problems)
                for task, fields in named(body.get("tasks"))
                if isinstance(task, str)
            },
            type=kind,
            description=text_or_none(body.get("description")),
            tags=strings(body.get("tags")),
            input=tuple(_inputs(body.get("input"), (*place, "input"))),
            output=mapping_or_none(body.get("output")),
            output_on_error=mapping_or_none(body.get("output-on-error")),
            vars=mapping_or_none(body.get("vars")),
            task_defaults=_task_defaults(body.get("task-defaults"), (*place, "task-defaults"), problems),
            workbook=book,
        )


def _task_defaults(data: Any, at: Path, problems: Problems) -> nodes.TaskDefaults | None:
    if not isinstance(data, dict):
        return None
    return nodes.TaskDefaults(
        at=at,
        policies=policies(data, at, problems),
        safe_rerun=data.get("safe-rerun"),
        requires=strings(data.get("requires")),
        clauses=build_clauses(data, at, problems),
    )


def _actions(document: Document, data: Any, at: Path, book: str | None, problems: Problems) -> Iterator[nodes.Action]:
    for name, body in named(data):
        place = (*at, name)
        base = build_call(body.get("base"), (*place, "base"), problems)
        if base is None or not isinstance(name, str):
            continue
        yield nodes.Action(
            name=name,
            document=document,
            at=place,
            base=base,
            base_input=mapping_or_none(body.get("base-input")) or {},
            input=tuple(_inputs(body.get("input"), (*place, "input"))),
            output=body.get("output"),
            description=text_or_none(body.get("description")),
            workbook=book,
        )


def _inputs(data: Any, at: Path) -> Iterator[nodes.Input]:
    """Declared inputs; a name declared twice keeps its last declaration (mistral_lib get_dict_from_entries)."""
    declared: dict[str, nodes.Input] = {}
    for index, entry in enumerate(data if isinstance(data, list) else ()):
        place = (*at, index)
        if isinstance(entry, str):
            declared[entry] = nodes.Input(entry, nodes.REQUIRED, place)
        elif isinstance(entry, Mapping):
            declared.update({name: nodes.Input(name, value, (*place, name)) for name, value in entry.items()})
    yield from declared.values()
