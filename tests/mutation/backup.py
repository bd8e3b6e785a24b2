"""Thirty faults, each seeded by hand into one small workbook (`backup.yaml`): old text, new text, and where it is."""

from __future__ import annotations

from pathlib import Path

from mistralc.model import load_text
from tests.mutation.source import Mutant, Source

FAULTS: tuple[tuple[str, str, str], ...] = (
    ("misspelt on-success", "        on-success: report", "        on-sucess: report"),
    ("misspelt publish", "        publish:\n          old", "        publsh:\n          old"),
    ("a task written twice", "      remove_old:\n        with", "      list_old:\n        with"),
    ("a tab", "        timeout: 30", "\ttimeout: 30"),
    ("a no-break space", "timeout: 30", "timeout:\u00a030"),
    ("an unclosed expression", "backups: <% task().result %>", "backups: <% task().result"),
    (
        "an undefined variable",
        "message: <% 'backup of ' + str(len($.volumes))",
        "message: <% 'backup of ' + str(len($.volume))",
    ),
    ("an unknown function", "<% len($.old) > $.keep %>", "<% length($.old) > $.keep %>"),
    ("task() of an unknown task", "task(save).result", "task(safe).result"),
    ("a transition to an unknown task", "          - save\n", "          - sav\n"),
    ("an unknown action", "action: std.ssh cmd", "action: std.shh cmd"),
    ("an unknown ad-hoc action", "action: announce", "action: anounce"),
    ("an unknown argument", "          headers:", "          header:"),
    ("a missing argument", 'cmd="backup" host="storage" username="backup"', 'cmd="backup" host="storage"'),
    ("a list added to a number", "<% len($.old) > $.keep %>", "<% $.old.toList() + 1 > $.keep %>"),
    ("a condition that is always true", "check: <% $.id != '' %>", "check: <% 1 = 1 %>"),
    (
        "used in the publish that sets it",
        "          id: <% task().result %>",
        "          x: 1\n          id: <% $.x %>",
    ),
    ("a cycle that is never entered", "on-error: noop", "on-error: noop\n\n      again:\n        on-success: again"),
    ("a loop without an exit", "        on-error: noop", "        on-success: save"),
    ("with-items over text", "volume in <% $.volumes %>", "volume in <% 'volumes' %>"),
    ("an unknown filter", "body: <% $.room + ' - ' + $.message %>", 'body: "{{ _.message | uper }}"'),
    ("an output that is never published", "backups: <% $.backups %>", "backups: <% $.saved %>"),
    ("a missing sub-workflow", "workflow: save_one", "workflow: save_two"),
    ("an input of a sub-workflow missing", "          label: <% $.label %>\n        publish", "        publish"),
    ("a value of the wrong type", "count: 3", "count: three"),
    ("a negative time limit", "timeout: 30", "timeout: -30"),
    ("quotes dropped", 'cmd="backup"', "cmd=backup"),
    ("a join of too many", "join: one", "join: 5"),
    ("a password in plain text", 'username="backup"', 'username="backup" password="Xk29fVq8zLw1"'),
    ("an unused input", "      - token\n", "      - token\n      - quiet: false\n"),
)


def source() -> Source:
    """The workbook as it should be."""
    path = Path(__file__).with_suffix(".yaml")
    definitions, _ = load_text(path.read_text(), path.name)
    assert definitions is not None
    return Source(definitions)


def mutants(source: Source) -> list[Mutant]:
    """The workbook with each of the faults; a message is right in the lines of the new text or where it is called."""
    return [_mutant(source.text, *fault[1:]) for fault in FAULTS]


def _mutant(text: str, old: str, new: str) -> Mutant:
    at = text.index(old)
    first = text.count("\n", 0, at) + 1
    lines = set(range(first, first + new.rstrip("\n").count("\n") + 1))
    if "workflow: save_one" in text[:at].splitlines()[-3:][0] or "label: <% $.label" in old:
        lines.add(text.count("\n", 0, text.index("workflow: save_one")) + 1)
    return Mutant(text[:at] + new + text[at + len(old) :], frozenset(lines))
