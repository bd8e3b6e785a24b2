"""Checks every file given on standard input in one process: processor seconds per file, in the order given."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from check_warm import WARM

from mistralc.reading import check_paths


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder) / "warm.yaml"
        warm.write_text(WARM)
        check_paths([warm])
    seconds = []
    for line in sys.stdin:
        path = Path(json.loads(line)["path"])
        start = time.process_time()
        check_paths([path])
        seconds.append(time.process_time() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
