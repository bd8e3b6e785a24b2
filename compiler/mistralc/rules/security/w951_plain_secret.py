"""W951: a secret in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mistralc.actions import find
from mistralc.analysis.texts import basic_publishes
from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import REQUIRED, Call, Definitions, Task, Workflow
from mistralc.rules.rule import Rule
from mistralc.source import Path

_SECRET = re.compile(
    r"(?i:.*(?:password|passwd|passphrase|secret|secret[_-]?key|api[_-]?key|access[_-]?key|private[_-]?key))"
    r"|(?i:(?:.*[_-])?(?:pass|pw|pwd|token|credentials?))|.*[a-z](?:Pass|Pw|Pwd|Token)",
)
_BY_VALUE = re.compile(
    r"\b\w+://[^/\s:@<{$]+:[^/\s:@<{$]+@|-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:Bearer|Basic) [\w.+/=-]{8,}"
    r"|--?(?i:password|passwd|token|secret|api-key)[= ]['\"]?[^\s'\"<{$*-]|\bsshpass -p ?['\"]?[^\s'\"<{$*-]"
    r"|\b(?:[A-Z0-9]+_)*(?:PASSWORD|PASSWD|TOKEN|SECRET)=['\"]?[^\s'\"<{$*]"
    r"|\bcurl\b.*\s(?:-u|--user) ?['\"]?[^\s:<{$]+:[^\s<{$'\"]"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}|\bxox[abp]-[\w-]{10,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\."
)
"""Credentials in an address, a key, the value of an `Authorization`, an option of a command, tokens of known form."""
_STANDS_FOR_ONE = re.compile(r"(?:[*x.]+|<.*>|\$.*|\{.*\}|none|null|changeme.*)?", re.I | re.S)

_Place = tuple[Path, str]


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Arguments, variables and defaults of inputs whose name says that they are secret, or whose value does."""
    for workflow in definitions.workflows:
        for path, name in _written(workflow):
            yield RULE.at(
                workflow.document.span(path),
                f"'{name}' is a secret and stands here in plain text",
                help="take it from an input, from env(), or from a connection",
            )
    for action in definitions.actions:
        for path, name in _secrets(action.base_input, (*action.at, "base-input"), None):
            yield RULE.at(
                action.document.span(path),
                f"'{name}' is a secret and stands here in plain text",
                help="take it from an input of the action",
            )


def _written(workflow: Workflow) -> Iterator[_Place]:
    for declared in workflow.input:
        if declared.default is not REQUIRED and _is_secret(declared.name, declared.default, None):
            yield (declared.at, declared.name)
    yield from _secrets(workflow.vars, (*workflow.at, "vars"), None)
    yield from _secrets(workflow.output, (*workflow.at, "output"), None)
    yield from _secrets(workflow.output_on_error, (*workflow.at, "output-on-error"), None)
    for task in workflow.tasks.values():
        yield from _of_task(task)


def _of_task(task: Task) -> Iterator[_Place]:
    for call in (task.action, task.workflow):
        if call:
            yield from ((call.at, name) for name, value in call.params.items() if _is_secret(name, value, task.action))
    if isinstance(task.input, Mapping):
        yield from _secrets(task.input, (*task.at, "input"), task.action)
    for _, key, published in basic_publishes(task):
        yield from _secrets(published, (*task.at, key), None)
    for publish in (clause.publish for clause in task.clauses.values() if clause.publish):
        for key, section in (("branch", publish.branch), ("global", publish.globals), ("atomic", publish.atomic)):
            yield from _secrets(section, (*publish.at, key), None)


def _secrets(data: Mapping[Any, Any] | None, at: Path, call: Call | None) -> Iterator[_Place]:
    for name, value in (data or {}).items():
        if _is_secret(name, value, call):
            yield (*at, name), str(name)
        elif isinstance(value, dict):
            yield from _secrets(value, (*at, name), None)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from _secrets({index: item}, (*at, name), None)


def _is_secret(name: object, value: object, call: Call | None) -> bool:
    if not isinstance(value, str) or is_expression(value) or _STANDS_FOR_ONE.fullmatch(value):
        return False
    if _BY_VALUE.search(value):
        return True
    if not isinstance(name, str):
        return False
    signature = find(call.name) if call else None
    parameter = signature.parameter(name) if signature else None
    return parameter.secret if parameter else _SECRET.fullmatch(name) is not None


RULE = Rule(
    code="W951",
    title="a secret in plain text",
    explanation="A password, key or token written into a workflow is stored in every copy of the file and with every "
    "execution, and whoever may read the workflow may use it. Texts that stand for a secret (`***`, `changeme`) are "
    "passed over.",
    bad="""\
version: '2.0'
report:
  input: [receiver]
  tasks:
    send:
      action: std.email
      input:
        from_addr: mistral@example.com
        to_addrs: [<% $.receiver %>]
        smtp_server: mail.example.com
        smtp_password: s3cr3t
""",
    good="""\
version: '2.0'
report:
  input: [receiver]
  tasks:
    send:
      action: std.email
      input:
        from_addr: mistral@example.com
        to_addrs: [<% $.receiver %>]
        smtp_server: mail.example.com
        smtp_password: <% env().smtp_password %>
""",
    check=check,
)
