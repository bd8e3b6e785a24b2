"""The rules about the syntax of expressions look at a file once."""

from __future__ import annotations

from typing import Any

import pytest

from mistralc import expressions, rules
from mistralc.model import load_text

TEXT = """\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 1 + %>
        more: ["<% 2 + %>"]
        both: "<% 1 %> {{ 2 }}"
"""


def test_each_text_is_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    validate = expressions.validate
    monkeypatch.setattr(expressions, "validate", lambda text: (seen.append(text), validate(text)))
    for number in range(2):
        definitions, _ = load_text(TEXT.replace("hello", f"hello{number}"), "example.yaml")
        assert definitions is not None
        codes = {diagnostic.code for diagnostic in rules.check(definitions)}
        assert codes >= {"E601", "W602", "E603"}
        assert len(seen) == len(set(seen)) == 3
        seen.clear()
