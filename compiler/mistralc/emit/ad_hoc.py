"""The ad-hoc actions of a workflow as Python text."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.emit.literal import INDENT, literal, quoted
from mistralc.lowering.plan import AdHoc


def ad_hoc_actions(ad_hoc: AdHoc) -> str:
    """The assignment that defines them, before the DAG."""
    return "\n".join(_lines(ad_hoc))


def _lines(ad_hoc: AdHoc) -> Iterator[str]:
    yield "ad_hoc_actions = AdHocActions("
    yield f"{INDENT}{{"
    for name, arguments in ad_hoc.actions.items():
        yield f"{INDENT * 2}{quoted(name)}: AdHocAction("
        for key, value in arguments.items():
            indent = INDENT * 3
            yield f"{indent}{key}={literal(value, column=len(indent) + len(key) + 2, indent=len(indent))},"
        yield f"{INDENT * 2}),"
    yield f"{INDENT}}},"
    if ad_hoc.workbook:
        yield f"{INDENT}workbook={quoted(ad_hoc.workbook)},"
    yield ")"
