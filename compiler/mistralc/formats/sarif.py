"""SARIF 2.1.0 (OASIS): what code scanning services take in. With the pages of the rules, and fixes as replacements."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mistralc.diagnostics import Applicability, Diagnostic, Edit, Span
from mistralc.formats import Findings
from mistralc.rules import Rule, area_of, find

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {"E": "error", "W": "warning"}
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
"""What GitHub's code scanning calls the levels (`problem.severity` of a rule)."""

_SECURITY = {"error": "8.0", "warning": "6.0", "note": "3.0"}
"""As a CVSS score of 0 to 10: GitHub files a rule with `security-severity` under security, high, medium or low."""


def write(findings: Findings) -> str:
    """A log of one run."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(findings)]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _run(findings: Findings) -> dict[str, Any]:
    from mistralc.emit import compiler_version

    codes = sorted({found.code for found in findings.diagnostics})
    rules = [rule for code in codes if (rule := find(code))]
    index = {rule.code: number for number, rule in enumerate(rules)}
    artifacts = {name: number for number, name in enumerate(findings.documents)}
    results = zip(findings.diagnostics, _fingerprints(findings), strict=True)
    driver = {
        "name": "mistralc",
        "version": compiler_version(),
        "semanticVersion": compiler_version(),
        "rules": [_rule(rule) for rule in rules],
    }
    return {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _location(name)} for name in artifacts],
        "results": [_Result(found, artifacts).value(index.get(found.code), print_) for found, print_ in results],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    from mistralc.rules.pages import page  # with what draws a diagnostic; needed only for what was found

    area = area_of(rule.code)
    level = _LEVELS.get(rule.code[0], "note")
    security = {"security-severity": _SECURITY[level]} if area == "security" else {}
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.explanation, "markdown": page(rule)},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": [area], "problem.severity": _PROBLEM[level], **security},
    }


def _fingerprints(findings: Findings) -> Iterator[str]:
    """What makes a fault the same one in the next commit: its code and its line, wherever that has moved to.

    Of several alike in a file, the number. GitHub and others match by the file and this.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for found in findings.diagnostics:
        document = findings.documents.get(found.span.file)
        lines = document.lines if document else ()
        line = lines[found.span.line - 1].strip() if found.span.line <= len(lines) else ""
        digest = sha256(f"{found.code}\0{line}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[found.span.file, digest] += 1
        yield f"{digest}:{seen[found.span.file, digest]}"


class _Result:
    """One diagnostic; places name the file by its number in the list of artifacts too."""

    def __init__(self, found: Diagnostic, artifacts: dict[str, int]) -> None:
        self.found = found
        self.artifacts = artifacts

    def value(self, rule: int | None, fingerprint: str) -> dict[str, Any]:
        found = self.found
        text = "\n".join([found.message, *found.notes, *([found.help] if found.help else [])])
        result: dict[str, Any] = {
            "ruleId": found.code,
            "level": found.severity.value,
            "message": {"text": text},
            "locations": [self._place(found.span)],
            "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        }
        if rule is not None:
            result["ruleIndex"] = rule
        if found.related:
            result["relatedLocations"] = [
                {"id": number, **self._place(label.span), "message": {"text": label.text or "see also"}}
                for number, label in enumerate(found.related)
            ]
        if found.fix and found.fix.applicability is Applicability.MACHINE_APPLICABLE:
            result["fixes"] = [self._fix(found.fix.edits)]
        return result

    def _fix(self, edits: tuple[Edit, ...]) -> dict[str, Any]:
        change = {
            "artifactLocation": self._artifact(self.found.span.file),
            "replacements": [_replacement(edit) for edit in edits],
        }
        return {"description": {"text": self.found.help or self.found.message}, "artifactChanges": [change]}

    def _place(self, span: Span) -> dict[str, Any]:
        return {"physicalLocation": {"artifactLocation": self._artifact(span.file), "region": _region(span)}}

    def _artifact(self, name: str) -> dict[str, Any]:
        number = {"index": self.artifacts[name]} if name in self.artifacts else {}
        return {**_location(name), **number}


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
    """Where a file is, from the folder of the call if it is below that: services know files by that path."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(os.fsencode(path.as_posix())), "uriBaseId": "%SRCROOT%"}
