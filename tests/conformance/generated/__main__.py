"""python -m tests.conformance.generated FOLDER FIRST LAST: write the generated cases of these seeds that we compile.

Ask the real engine for `expected` with its oracle (DIR --twice --write), then replay the folder with
`make conformance CASES=FOLDER`. Some are kept in ../runs/recorded/generated.jsonl (`runs.compact`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mistralc.compilation import Sources
from mistralc.source import load
from tests.conformance.generated.generator import Generator


def main() -> int:
    folder, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for seed in range(first, last):
        case = Generator(seed).case()
        sources = Sources()
        sources.add(load(case["definitions"]["workflows"][0], "workflow.yaml"), Path("workflow.yaml"), "workflow")
        if not sources.compile().failed:
            (folder / f"{case['id']}.json").write_text(json.dumps(case), encoding="utf-8")
            written += 1
    print(f"{written} of {last - first} generated workflows compile; written to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
