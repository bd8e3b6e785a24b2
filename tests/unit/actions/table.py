"""The tables of docs/actions.md, from the catalogue: python -m tests.unit.actions.table writes them into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mistralc.actions import STANDARD, ActionSignature, Parameter

DOCUMENT = Path(__file__).parents[3] / "docs" / "actions.md"
_PLACE = re.compile(r"(?<=<!-- from the catalogue -->\n).*(?=<!-- end -->)", re.S)


def written(text: str) -> str:
    """The document with its tables as the catalogue says."""
    return _PLACE.sub(lambda _: "".join(f"{line}\n" for line in _lines()), text)


def _lines() -> Iterator[str]:
    seen: dict[tuple[Parameter, ...], str] = {}
    for action in STANDARD:
        yield f"\n### {action.name}\n"
        yield f"{action.doc} Result: `{action.result}`.{' It changes things outside the run.' * action.mutating}"
        if action.parameters in seen:
            yield f"Parameters are those of `{seen[action.parameters]}`."
        elif action.parameters:
            seen[action.parameters] = action.name
            yield "\n| parameter | type | default | |\n|---|---|---|---|"
            yield from (_row(action, parameter) for parameter in action.parameters)
    yield ""


def _row(action: ActionSignature, parameter: Parameter) -> str:
    given = ", or by the connection" if parameter.name in action.connection_gives else ""
    default = f"required{given}" if parameter.required else "" if parameter.default is None else repr(parameter.default)
    kind = parameter.type.replace("|", "\\|")
    return f"| `{parameter.name}`{' (ours)' * parameter.added} | {kind} | {default} | {parameter.doc} |"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
