"""Fuzz the parsers and the evaluators of expressions: `python -m tests.fuzz.expressions --seconds 60 --seed 1`.

Any text must give a tree or an error of ours, an evaluation a value or an error of ours, both within a time. A text
that does otherwise is printed with its seed, and the run ends with 1. Jinja and YAQL, with marks and without; inline
calls and with-items clauses.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import json
import os
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any

from mistralc.expressions import (
    ExpressionError,
    ExpressionSyntaxError,
    UnstorableError,
    evaluate,
    evaluate_bare,
    reads,
    stored,
    validate,
    validate_bare,
)
from mistralc.expressions.bounds import MEGABYTES, SECONDS, ExpressionLimitError
from mistralc.expressions.text import JINJA, YAQL
from mistralc.expressions.types import Environment, check, check_jinja
from mistralc.expressions.yaql.parser import parse
from mistralc.model.inline import InlineError, parse_call, parse_loop
from tests.conformance.expressions.random_expressions import context
from tests.fuzz.inputs import KINDS

_LIMIT = 1.0
"""Seconds an evaluation may take before our own limit ends it."""
_SLOW = 5.0
"""Seconds after which a text counts as a hang, with what a busy machine adds."""
_EXPECTED = (ExpressionError, ExpressionSyntaxError, InlineError, UnstorableError)


def _types(text: str) -> None:
    check(parse(text), Environment())


_TARGETS: dict[str, Callable[[str, Any], Any]] = {
    "parse yaql": lambda text, _: validate_bare(text, YAQL),
    "parse jinja": lambda text, _: validate_bare(text, JINJA),
    "parse text": lambda text, _: validate(text),
    "parse call": lambda text, _: parse_call(text),
    "parse loop": lambda text, _: parse_loop(text),
    "reads": lambda text, _: reads(text),
    "types yaql": lambda text, _: _types(text),
    "types jinja": lambda text, _: check_jinja(text),
    "evaluate yaql": lambda text, data: stored(evaluate_bare(text, YAQL, data)),
    "evaluate jinja": lambda text, data: stored(evaluate_bare(text, JINJA, data)),
    "evaluate text": lambda text, data: stored(evaluate(text, data)),
}


class Run:
    """One run: what was tried and what went wrong."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.seen: Counter[str] = Counter()
        self.faults: list[str] = []
        self.slowest = (0.0, "")

    def text(self, number: int) -> None:
        """Give one text to everything."""
        chance = random.Random(f"{self.seed}.{number}")
        kind = KINDS[number % len(KINDS)]
        text, data = kind(chance), context(chance.randrange(1 << 30))
        before = json.dumps(data)
        for name, target in _TARGETS.items():
            self._one(name, target, text, data, f"{self.seed}.{number} ({kind.__name__})")
        if json.dumps(data) != before:
            self.faults.append(f"the context was changed, {self.seed}.{number}: {text!r}")

    def _one(self, name: str, target: Callable[[str, Any], Any], text: str, data: Any, place: str) -> None:
        started = time.monotonic()
        try:
            target(text, data)
            self.seen[f"{name}: accepted"] += 1
        except ExpressionLimitError:
            self.seen[f"{name}: ended at a limit"] += 1
        except _EXPECTED:
            self.seen[f"{name}: refused"] += 1
        except Exception:  # noqa: BLE001 - this is what a fuzz run is for
            self.faults.append(f"{name}, {place}: {text[:300]!r}\n{traceback.format_exc(limit=-3)}")
        spent = time.monotonic() - started
        self.slowest = max(self.slowest, (spent, f"{name}, {place}: {text[:100]!r}"))
        if spent > _SLOW:
            self.faults.append(f"{name} took {spent:.1f} s, {place}: {text[:300]!r}")


def run(seconds: float, seed: int) -> Run:
    """Fuzz for so long, or until there are twenty faults."""
    made = Run(seed)
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end and len(made.faults) < 20:
        faulthandler.dump_traceback_later(60, exit=True)  # a hang that nothing else ends is shown where it is
        made.text(number)
        number += 1
    faulthandler.cancel_dump_traceback_later()
    made.seen["texts"] = number
    return made


def main() -> int:
    """Run for --seconds and say what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.update({SECONDS: str(_LIMIT), MEGABYTES: "200"})
    with contextlib.suppress(KeyboardInterrupt):
        made = run(options.seconds, options.seed)
        for name, count in sorted(made.seen.items()):
            print(f"{count:>9}  {name}")
        print(f"slowest: {made.slowest[0]:.2f} s, {made.slowest[1]}")
        print("\n".join(made.faults) or "no crash, no hang")
        return 1 if made.faults else 0
    return 130


if __name__ == "__main__":
    raise SystemExit(main())
