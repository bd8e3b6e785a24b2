"""`python -m tests.bench.check`: what is about checking. Options as for `python -m tests.bench`."""

from __future__ import annotations

import sys

from tests.bench.__main__ import PARTS_OF_CHECKING, main
from tests.bench.report import ABOUT_CHECKING

if __name__ == "__main__":
    sys.exit(main(PARTS_OF_CHECKING, "What a check costs", ABOUT_CHECKING))
