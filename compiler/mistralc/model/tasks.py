"""One task as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from mistralc.model import nodes
from mistralc.model.clauses import build_clauses, inline_call, mapping_or_none, policies, strings, text_or_none
from mistralc.model.inline import InlineError, parse_loop
from mistralc.model.problems import Problems
from mistralc.source import Path


def build_task(
    name: str, data: Mapping[str, Any], at: Path, kind: Literal["direct", "reverse"], problems: Problems
) -> nodes.Task:
    """The task of a mapping: transitions and joins exist in direct workflows only, `requires` in reverse ones."""
    direct = kind == "direct"
    arguments = data.get("input")
    action = build_call(data.get("action"), (*at, "action"), problems)
    workflow = build_call(data.get("workflow"), (*at, "workflow"), problems)
    called = action or workflow
    if isinstance(arguments, str) and called and called.params:
        problems.at(
            called.at,
            "E212",
            "parameters in the call cannot be added to an input that is one text",
            help="move them into the expression of `input`, or write `input` as a mapping",
        )
    return nodes.Task(
        name=name,
        at=at,
        description=text_or_none(data.get("description")),
        tags=strings(data.get("tags")),
        action=action,
        workflow=workflow,
        input=arguments if isinstance(arguments, dict | str) else None,
        with_items=tuple(_loops(data.get("with-items"), (*at, "with-items"), problems)),
        publish=mapping_or_none(data.get("publish")),
        publish_on_error=mapping_or_none(data.get("publish-on-error")),
        publish_on_skip=mapping_or_none(data.get("publish-on-skip")),
        policies=policies(data, at, problems),
        keep_result=data.get("keep-result"),
        safe_rerun=data.get("safe-rerun"),
        target=text_or_none(data.get("target")),
        join=_join(data.get("join")) if direct else None,
        requires=() if direct else strings(data.get("requires")),
        clauses=build_clauses(data, at, problems) if direct else {},
    )


def build_call(data: Any, at: Path, problems: Problems) -> nodes.Call | None:
    """The call of an `action`, `workflow` or `base`, None where none is written."""
    if not isinstance(data, str) or not data:
        return None
    call = inline_call(data, at, problems)
    return nodes.Call(call.name, call.params, at)


def _join(value: Any) -> Literal["all", "one"] | int | None:
    """`join: 0` is no join at all to Mistral."""
    if value == "all":
        return "all"
    if value == "one":
        return "one"
    is_count = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value) and value > 0
    return int(value) if is_count else None


def _loops(data: Any, at: Path, problems: Problems) -> Iterator[nodes.WithItems]:
    """The loop variables; a variable written twice keeps its last list."""
    loops: dict[str, nodes.WithItems] = {}
    for index, text in enumerate(data if isinstance(data, list) else [data]):
        place = (*at, index) if isinstance(data, list) else at
        if not isinstance(text, str) or not text:
            continue
        try:
            loop = parse_loop(text)
        except InlineError as error:
            problems.at(
                place,
                "E215",
                f"wrong form of with-items: {error}",
                help="write for example `vm in <% $.vms %>`",
                within=(error.offset, len(text)) if error.offset else None,
            )
            continue
        loops[loop.variable] = nodes.WithItems(loop.variable, loop.items, place)
    yield from loops.values()
