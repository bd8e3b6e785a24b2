"""W507: with-items over a text or a dict."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic
from mistralc.expressions.types import NEVER, STR, Record, members
from mistralc.model import Definitions
from mistralc.rules.data.loops import loops
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral takes anything that can be iterated: the characters of a text, the keys of a dict."""
    for data in data_of(definitions).workflows:
        for loop, looped in loops(data):
            found = members(looped.assumed)
            if looped.assumed == NEVER or not all(member == STR or isinstance(member, Record) for member in found):
                continue
            what = "characters of a text" if STR in found else "keys of a dict"
            like = "" if looped.type == looped.assumed else ", if it is like the default of its input"
            yield RULE.at(
                looped.span,
                f"'{loop.variable}' runs over the {what}{like}",
                help="give a list: x.split(',') cuts a text, d.items() lists what is in a dict",
            )


RULE = Rule(
    code="W507",
    title="with-items over a text or a dict",
    explanation="Mistral runs `with-items` over whatever can be iterated: over a text character by character, over a "
    "dict key by key. That is hardly ever meant.",
    bad="""\
version: '2.0'
backup:
  vars:
    servers: alpha,beta
  tasks:
    snapshot:
      with-items: server in <% $.servers %>
      action: nova.servers_create_image server=<% $.server %> image_name="backup"
""",
    good="""\
version: '2.0'
backup:
  vars:
    servers: [alpha, beta]
  tasks:
    snapshot:
      with-items: server in <% $.servers %>
      action: nova.servers_create_image server=<% $.server %> image_name="backup"
""",
    check=check,
)
