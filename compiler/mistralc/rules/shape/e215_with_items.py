"""E215: a with-items clause of the wrong form."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E215",
    title="a with-items clause of the wrong form",
    explanation=(
        "A clause names a variable and what it runs over: `vm in <% $.vms %>` or `n in [1, 2, 3]`. The list is JSON."
    ),
    bad="""\
version: '2.0'
backup:
  input: [vms]
  tasks:
    snapshot:
      action: std.noop
      with-items: vm of <% $.vms %>
""",
    good="""\
version: '2.0'
backup:
  input: [vms]
  tasks:
    snapshot:
      action: std.noop
      with-items: vm in <% $.vms %>
""",
)
