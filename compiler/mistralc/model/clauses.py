"""On-clauses, publishes and policies: what tasks and task-defaults have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from mistralc.diagnostics import Remedy, Span, delete, replace, respell
from mistralc.model import nodes
from mistralc.model.inline import InlineCall, InlineError, parse_call
from mistralc.model.problems import Problems
from mistralc.model.schema import checker
from mistralc.source import Document, Path


def text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def mapping_or_none(value: Any) -> Mapping[str, Any] | None:
    return value if isinstance(value, dict) else None


def strings(value: Any) -> tuple[str, ...]:
    """A list of strings; a single string counts as a list of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def inline_call(text: str, at: Path, problems: Problems) -> InlineCall:
    """Read a call at its place: what Mistral drops is reported, and so is what it rejects."""
    try:
        call = parse_call(text)
    except InlineError as error:
        problems.at(at, "E216", str(error), help=_without_blanks(text, at, problems.document))
        return InlineCall(text.strip())
    for start, end in _together(text, call.dropped):
        dropped = text[start:end]
        place = problems.document.span_in(at, start, end)
        message = f"'{dropped}' is silently ignored here"
        problems.at(at, "W217", message, help=_quoted(dropped, place), within=(start, end))
    return call


def _without_blanks(text: str, at: Path, document: Document) -> Remedy:
    """The remedy for a call that does not begin with its name: often only blanks stand before that."""
    blanks = len(text) - len(text.lstrip())
    fix = None
    if blanks:
        with suppress(InlineError):
            parse_call(text.lstrip())
            fix = delete(document.span_in(at, 0, blanks), sure=True)
    return Remedy("begin with the name, without blanks before it", fix)


def _together(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words of one value that lacks its quotes as one stretch: with nothing but blanks between them, and no `=`."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and "=" not in text[start:end] and not text[found[-1][1] : start].strip():
            start = found.pop()[0]
        found.append((start, end))
    return found


def _quoted(dropped: str, place: Span) -> Remedy:
    """Quotes around the value, where that is one word after another."""
    words = _UNQUOTED.fullmatch(dropped)
    if words:
        meant = f'{words["name"]}="{words["value"]}"'
        return Remedy(f"write `{meant}`", replace(place, meant))
    return Remedy(
        'write a parameter as name="value": text, lists in [], digits, true, false, null and expressions; '
        "anything else belongs into `input`"
    )


_UNQUOTED = re.compile(
    r"""(?P<name>[\w-]+)=(?P<value>[^\s"'=<>{}$\\\u201c\u201d]+(?: +[^\s"'=<>{}$\\\u201c\u201d]+)*)"""
)


def build_clauses(data: Mapping[str, Any], at: Path, problems: Problems) -> Mapping[nodes.Event, nodes.Clause]:
    """The on-clauses that are written."""
    written = ((event, data.get(event.value)) for event in nodes.Event)
    return {event: _clause(event, value, (*at, event.value), problems) for event, value in written if value is not None}


def _clause(event: nodes.Event, data: Any, at: Path, problems: Problems) -> nodes.Clause:
    if not isinstance(data, dict):
        return nodes.Clause(event, tuple(_transitions(data, at, problems)), None, at)
    if len(data) < 2 and not {"publish", "next"} & set(data):
        problems.at_key(
            at,
            "W405",
            f"this {event.value} leads nowhere: a single `task: <% condition %>` only counts inside a list",
            help="write it as a list: begin the line with `- `",
        )
    place = (*at, "next")
    return nodes.Clause(event, tuple(_transitions(data.get("next"), place, problems)), _publish(data, at), at)


def _publish(data: Mapping[str, Any], at: Path) -> nodes.Publish | None:
    written = data.get("publish")
    if not isinstance(written, dict):
        return None
    branch, everywhere, atomic = (mapping_or_none(written.get(key)) for key in ("branch", "global", "atomic"))
    return nodes.Publish(branch, everywhere, atomic, (*at, "publish"))


def _transitions(data: Any, at: Path, problems: Problems) -> Iterator[nodes.Transition]:
    if isinstance(data, str):
        yield from _entry(data, at, problems)
    elif isinstance(data, dict):
        # Mistral walks the keys of a mapping here and never looks at the condition.
        for target in data:
            place = (*at, target)
            problems.at(
                place,
                "W406",
                f"the condition of '{target}' is ignored: it only counts inside a list",
                help="write `next` as a list: begin the line with `- `",
            )
            yield _transition(str(target), "", place, problems)
    elif isinstance(data, list):
        for index, entry in enumerate(data):
            yield from _entry(entry, (*at, index), problems)


def _entry(entry: Any, at: Path, problems: Problems) -> Iterator[nodes.Transition]:
    if isinstance(entry, str):
        # What is no target has been reported as such and would only be reported again as an unknown task.
        if checker("workflow.schema.json#/$defs/target")(entry):
            yield _transition(entry, "", at, problems)
    elif isinstance(entry, dict):
        for target, guard in list(entry.items())[:1]:
            yield _transition(str(target), guard if isinstance(guard, str) else "", (*at, target), problems)


def _transition(text: str, guard: str, at: Path, problems: Problems) -> nodes.Transition:
    call = inline_call(text, at, problems)
    return nodes.Transition(call.name, guard, call.params, at)


def policies(data: Mapping[str, Any], at: Path, problems: Problems) -> nodes.Policies:
    """The policies among the keys of a task or of task-defaults."""
    return nodes.Policies(
        retry=_retry(data.get("retry"), (*at, "retry"), problems),
        wait_before=data.get("wait-before"),
        wait_after=data.get("wait-after"),
        timeout=data.get("timeout"),
        pause_before=data.get("pause-before"),
        concurrency=data.get("concurrency"),
        fail_on=data.get("fail-on"),
    )


def _retry(data: Any, at: Path, problems: Problems) -> nodes.Retry | None:
    if isinstance(data, str) and data:
        text, data = data, inline_call(data, at, problems).params
        _check_retry(text, data, at, problems)
    if not isinstance(data, Mapping):
        return None
    return nodes.Retry(data.get("count"), data.get("delay"), data.get("break-on"), data.get("continue-on"), at)


def _check_retry(text: str, params: Mapping[str, Any], at: Path, problems: Problems) -> None:
    """The one-line form has to hold what the block form holds: Mistral checks it again after reading it."""
    if checker("workflow.schema.json#/$defs/retry_block")(params):
        return
    stray = next((name for name in params if name not in _RETRY), None)
    lacking = [name for name in _RETRY[:2] if name not in params]
    message, help, within = "count and delay of retry are numbers from 0, or expressions", Remedy(_EXAMPLE), None
    if stray is not None:
        start = max(0, text.find(f"{stray}="))
        within = start, start + len(stray)
        message = f"retry has no '{stray}'"
        free = [name for name in _RETRY if name not in params]
        help = respell(stray, problems.document.span_in(at, *within), free, otherwise=_EXAMPLE, certain=True)
    elif lacking:
        message = f"retry needs {' and '.join(lacking)}: a number from 0, or an expression"
    problems.at(at, "E211", message, help=help, within=within)


_RETRY = ("count", "delay", "break-on", "continue-on")
_EXAMPLE = "for example `retry: count=3 delay=5`"
