"""JUnit's XML, as build servers read it: a suite a file, a failed case for each diagnostic that counts."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from mistralc.diagnostics import Diagnostic, render
from mistralc.formats import Findings

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(findings: Findings) -> str:
    """A whole document."""
    by_file: dict[str, list[Diagnostic]] = {name: [] for name in findings.documents}
    for found in findings.diagnostics:
        by_file.setdefault(found.span.file, []).append(found)
    suites = "".join(_suite(name, found, findings) for name, found in by_file.items())
    total = sum(max(1, len(found)) for found in by_file.values())
    failures = sum(map(findings.fails, findings.diagnostics))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="mistralc" tests="{total}" failures="{failures}" errors="0">\n{suites}</testsuites>\n'
    )


def _suite(name: str, found: list[Diagnostic], findings: Findings) -> str:
    cases = "".join(_case(diagnostic, findings) for diagnostic in found) or _clean(name)
    failures = sum(map(findings.fails, found))
    head = f'tests="{max(1, len(found))}" failures="{failures}" errors="0" skipped="0"'
    return f"  <testsuite name={_attribute(name)} {head}>\n{cases}  </testsuite>\n"


def _clean(name: str) -> str:
    return f'    <testcase name="mistralc check" classname={_attribute(name)} time="0"/>\n'


def _case(found: Diagnostic, findings: Findings) -> str:
    text = _text(render(found, findings.documents))
    if findings.fails(found):
        kind = _attribute(found.severity.value)
        inner = f"<failure type={kind} message={_attribute(found.message)}>{text}</failure>"
    else:
        inner = f"<system-out>{text}</system-out>"
    place = f"{found.code} line {found.span.line}, column {found.span.column}"
    return (
        f'    <testcase name={_attribute(place)} classname={_attribute(found.span.file)} time="0">{inner}</testcase>\n'
    )


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("?", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("?", text))
