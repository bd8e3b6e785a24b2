"""The shares of Mistral's action names that are served: of all in its mapping, and of those that public workflows use.

python -m tools.openstack_actions.shares path/to/openstack-actions.json [path/to/names-in-use.tsv]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mistralc.actions import Standing, standing
from mistralc.actions.openstack import names

IN_USE = Path(__file__).with_name("in_use.tsv")
"""Name and number of calls in public workflows, with a header."""


def mapped(mapping: Path) -> list[str]:
    """The names in Mistral's mapping. Each service also has an entry `_comment` there, which is no action."""
    services = json.loads(mapping.read_text(encoding="utf-8"))
    return [
        f"{service}.{name}"
        for service, actions in services.items()
        if isinstance(actions, dict)
        for name in actions
        if name != "_comment"
    ]


def in_use(table: Path = IN_USE) -> dict[str, int]:
    """Name → calls."""
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()[1:])
    return {name: int(count) for name, count, *_ in rows}


def served(found: Sequence[str]) -> list[str]:
    """Those that can run."""
    return [name for name in found if standing(name) is Standing.AVAILABLE]


def told(title: str, found: Sequence[str]) -> str:
    """One line: how many of how many."""
    good = served(found)
    left = sorted(set(found) - set(good))
    more = f"; not: {', '.join(left)}" if len(left) < 10 else ""
    return f"{title}: {len(good)} of {len(found)} ({len(good) / len(found):.1%}){more}"


def main(arguments: Sequence[str]) -> int:
    known = mapped(Path(arguments[0]))
    uses = in_use(*map(Path, arguments[1:2]))
    print(told("in the catalogue", names()))
    print(told("in Mistral's mapping", known))
    print(f"in the catalogue beside them: {', '.join(sorted(set(names()) - set(known)))}")
    print(told("names in use", list(uses)))
    calls = sum(uses.values())
    print(f"calls in use: {sum(uses[name] for name in served(list(uses)))} of {calls}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
