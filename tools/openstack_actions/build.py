"""Write the catalogue of OpenStack actions and its documentation from what was recorded and from openstacksdk.

python -m tools.openstack_actions.build [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tools.openstack_actions.document import page
from tools.openstack_actions.irregular import ADDED
from tools.openstack_actions.rows import Rows

ROOT = Path(__file__).parents[2]
RECORDED = Path(__file__).with_name("recorded.jsonl")
DATA = ROOT / "compiler/mistralc/actions/openstack.jsonl"
DOCUMENT = ROOT / "docs/openstack-actions.md"


def main(arguments: list[str]) -> int:
    rows = built()
    texts = {DATA: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), DOCUMENT: page(rows)}
    if "--check" in arguments:
        stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the script makes: run python -m tools.openstack_actions.build")
        return 1 if stale else 0
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return 0


def built() -> list[dict[str, Any]]:
    """The rows of the data file, sorted by name."""
    facts = [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
    facts += [
        {"name": name, "client": name.partition(".")[2].replace("_", ".", 1), "doc": doc} for name, doc in ADDED.items()
    ]
    rows = Rows(facts)
    return sorted((rows.row(fact) for fact in facts), key=lambda row: str(row["name"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
