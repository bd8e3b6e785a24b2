"""mistralc schema."""

from __future__ import annotations

import json

from mistralc.model.build import Kind
from mistralc.schemas import bundle


def run_schema(kind: Kind | None) -> int:
    """Print the JSON Schema of one kind of file, or of all."""
    print(json.dumps(bundle(kind), indent=2, ensure_ascii=False))
    return 0
