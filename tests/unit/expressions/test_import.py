"""The package is light until an expression is met."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import mistralc.expressions as expressions
expressions.evaluate({"a": [1, "plain"]}, {})
expressions.is_expression("<% $.a %>")
expressions.reads(["plain"])
assert not {"yaql", "jinja2", "yaml"} & sys.modules.keys(), "heavy at import"
assert expressions.evaluate("{{ 1 }}", {}) == 1
assert "yaql" not in sys.modules, "Jinja pulls in yaql"
expressions.validate("<% $.a %>")
assert expressions.reads("<% $.a %>").variables == {"a"}
assert "yaql" not in sys.modules, "checking needs no yaql"
assert expressions.evaluate("<% 1 %>", {}) == 1
assert "airflow" not in sys.modules
"""


def test_languages_are_imported_when_needed() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
