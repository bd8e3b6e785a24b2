"""Make the catalogue's data file from the installed libraries: ``python -m mistralc.expressions.catalogue.build``."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version

from mistralc.expressions.catalogue.build_jinja import jinja_rows
from mistralc.expressions.catalogue.build_yaql import yaql_rows
from mistralc.expressions.catalogue.loading import DATA


def text() -> str:
    """The file's text: one function a line, so that a change shows as a line in a comparison."""
    rows = sorted([*yaql_rows(), *jinja_rows()], key=lambda row: (row["language"], row["kind"], row["key"]))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    made_from = json.dumps({name: version(name) for name in ("yaql", "jinja2")})
    return f'{{"made_from": {made_from},\n"functions": [\n{lines}\n]}}\n'


def main() -> int:
    """Write the file."""
    DATA.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
