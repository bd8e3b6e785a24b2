"""`python -m tests.bench.check`: only what is about checking. Options as for `python -m tests.bench`."""

from __future__ import annotations

import sys

from tests.bench.__main__ import main

if __name__ == "__main__":
    sys.argv += ["--only", "check", "speed", "typing"]
    sys.exit(main())
