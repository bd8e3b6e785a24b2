"""SARIF 2.1.0 (OASIS): what code scanning services take in. With the pages of the rules, and fixes as replacements."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from mistralc.diagnostics import Applicability, Diagnostic, Edit, Span
from mistralc.formats import Findings
from mistralc.rules import Rule, find

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write(findings: Findings) -> str:
    """A log of one run."""
    from mistralc.emit import compiler_version

    codes = sorted({found.code for found in findings.diagnostics})
    rules = [rule for code in codes if (rule := find(code))]
    index = {rule.code: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "mistralc",
                "version": compiler_version(),
                "semanticVersion": compiler_version(),
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _location(name)} for name in findings.documents],
        "results": [_result(found, index) for found in findings.diagnostics],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    level = {"E": "error", "W": "warning"}.get(rule.code[0], "note")
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": level},
    }


def _result(found: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    text = "\n".join([found.message, *found.notes, *([found.help] if found.help else [])])
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": found.severity.value,
        "message": {"text": text},
        "locations": [_place(found.span)],
    }
    if found.code in index:
        result["ruleIndex"] = index[found.code]
    if found.related:
        result["relatedLocations"] = [
            {"id": number, **_place(label.span), "message": {"text": label.text or "see also"}}
            for number, label in enumerate(found.related)
        ]
    if found.fix and found.fix.applicability is Applicability.MACHINE_APPLICABLE:
        change = {
            "artifactLocation": _location(found.span.file),
            "replacements": [_replacement(edit) for edit in found.fix.edits],
        }
        result["fixes"] = [{"description": {"text": found.help or found.message}, "artifactChanges": [change]}]
    return result


def _place(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _location(span.file), "region": _region(span)}}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}


def _location(name: str) -> dict[str, str]:
    path = Path(name)
    return {"uri": path.as_uri() if path.is_absolute() else quote(PurePosixPath(path).as_posix())}
