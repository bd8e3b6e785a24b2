"""W305: a version of the language that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Remedy, replace
from mistralc.model import Definitions
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral checks the version of workbooks and takes any for workflows and actions (lang/parser.py)."""
    document = definitions.document
    version = document.value(("version",))
    if definitions.kind == "workbook" or not isinstance(version, str | int | float):
        return
    try:
        known = float(version) == 2.0
    except ValueError:
        known = False
    if not known:
        place = document.span(("version",))
        yield RULE.at(
            place,
            f"there is no version '{version}' of the language; the file is read as 2.0",
            help=Remedy("write `version: '2.0'`", replace(place, "'2.0'", sure=True)),
        )


RULE = Rule(
    code="W305",
    title="an unknown version of the language",
    explanation="The language has the version 2.0. Mistral does not look at the version of workflow and action files "
    "and reads them as 2.0; a file written for another version will not do what it says.",
    bad="""\
version: '1.0'
greeting:
  tasks:
    hello:
      action: std.noop
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.noop
""",
    check=check,
)
