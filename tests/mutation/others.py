"""The validators of Mistral and Orquesta, where they are installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.environments import mistral
from tests.mutation.source import Mutant, Source

CHILDREN = Path(__file__).parent / "children"
_LINE = re.compile(r"\bline (\d+)")


@dataclass
class Count:
    """Of so many faults that a validator could be asked about, how many it found, and how many with a right line."""

    asked: int = 0
    found: int = 0
    at_line: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.asked + other.asked, self.found + other.found, self.at_line + other.at_line)


@dataclass(frozen=True)
class Validator:
    """One validator of somebody else."""

    name: str
    python: str
    script: str

    def verdicts(self, cases: Sequence[tuple[str, str]]) -> list[Any]:
        """Its answers about (kind, text), each asked once."""
        different = list(dict.fromkeys(cases))
        lines = "".join(json.dumps({"kind": kind, "text": text}) + "\n" for kind, text in different)
        command = [self.python, str(CHILDREN / self.script)]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, env=clean)
        answers = dict(zip(different, json.loads(done.stdout.strip().splitlines()[-1]), strict=True))
        return [answers[case] for case in cases]

    def count(self, cases: Sequence[tuple[Source, Mutant]]) -> list[Count]:
        """For each case whether the fault is found: what is said about the mutant and not about the file as it was."""
        before = self.verdicts([(source.definitions.kind, source.text) for source, _ in cases])
        after = self.verdicts([(source.definitions.kind, mutant.text) for source, mutant in cases])
        return [_count(old, new, mutant) for old, new, (_, mutant) in zip(before, after, cases, strict=True)]


def _count(before: Any, after: Any, mutant: Mutant) -> Count:
    if isinstance(before, list):
        said = [message for message in after or () if message not in before]
    elif before is None and isinstance(after, str):
        said = [after]
    else:
        said = []
    asked = after is not None or before is not None
    lines = {int(number) for message in said for number in _LINE.findall(message)}
    return Count(int(asked), int(bool(said)), int(bool(lines & mutant.lines)))


class Mistral(Validator):
    """Asked about everything: null is its consent."""

    def count(self, cases: Sequence[tuple[Source, Mutant]]) -> list[Count]:
        return [Count(1, found.found, found.at_line) for found in super().count(cases)]


def validators() -> list[Validator]:
    """Those that can run here: Mistral in its environment, Orquesta in that of $ORQUESTA_PYTHON."""
    found: list[Validator] = []
    environment = mistral(offline=True)
    if environment:
        found.append(Mistral("Mistral 23", environment.python, "mistral_verdicts.py"))
    python = os.environ.get("ORQUESTA_PYTHON", "")
    if python:
        found.append(Validator("Orquesta 1.2", python, "orquesta_verdicts.py"))
    return found
