"""Which mutants the checker finds, and where."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from mistralc import rules
from mistralc.compilation import has_errors
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, load_document
from mistralc.reading import source_files
from mistralc.source import Document, load, read
from tests.mutation import faults
from tests.mutation.fault import FAULTS, Fault
from tests.mutation.source import Mutant, Source

__all__ = ["FAULTS", "PROMISED", "Case", "Found", "check", "faults", "judge", "new_since", "seeded", "sources"]

PROMISED = 0.95
"""The share of faults that is found at the right line."""

MAX_CANDIDATES = 200
PER_FILE = 2


@dataclass(frozen=True)
class Case:
    """A mutant, the file it was made of, and how that file is read."""

    fault: Fault
    source: Source
    mutant: Mutant


@dataclass
class Found:
    """How often a kind of fault was found. `missed` are cases in which no message is at the right line."""

    fault: Fault
    seeded: int = 0
    found: int = 0
    at_line: int = 0
    by_code: int = 0
    missed: list[tuple[Case, list[Diagnostic]]] = field(default_factory=list)


def check(document: Document, compiled: bool = False) -> tuple[Definitions | None, list[Diagnostic]]:
    """All that `mistralc check` says about a file that stands alone, and `mistralc compile` when asked."""
    definitions, found = load_document(document)
    if definitions:
        found = [*found, *rules.check(definitions), *(rules.refusals(definitions) if compiled else ())]
    return definitions, found


def sources(folders: Sequence[Path]) -> list[Source]:
    """The files below the folders that define something and have no errors."""
    found = []
    for path in source_files(folders):
        definitions, diagnostics = load_document(read(path))
        if definitions and not has_errors(diagnostics) and not has_errors(rules.check(definitions)):
            found.append(Source(definitions))
    return found


def seeded(fault: Fault, among: Sequence[Source], sites: int, seed: int) -> list[Case]:
    """Up to `sites` mutants with this fault, at most a few of one file unless there are too few files."""
    dice = random.Random(f"{seed} {fault.name}")
    order = list(among)
    dice.shuffle(order)
    chosen: list[Case] = []
    spare: list[Case] = []
    for source in order:
        candidates = [
            Case(fault, source, mutant)
            for mutant in islice(fault.seed(source, dice), MAX_CANDIDATES)
            if mutant.text != source.text
        ]
        dice.shuffle(candidates)
        chosen += candidates[:PER_FILE]
        spare += candidates[PER_FILE : PER_FILE + sites]
        if len(chosen) >= sites:
            return chosen[:sites]
    return [*chosen, *spare][:sites]


def judge(fault: Fault, cases: Iterable[Case]) -> Found:
    """Check every case beside the file it was made of: only what is new counts."""
    result = Found(fault)
    for case in cases:
        result.seeded += 1
        _, before = check(case.source.document, fault.of_compilation)
        _, after = check(load(case.mutant.text, case.source.document.name), fault.of_compilation)
        new = new_since(before, after)
        here = [found for found in new if found.span.line in case.mutant.lines]
        result.found += bool(new)
        result.at_line += bool(here)
        result.by_code += any(found.code in fault.codes for found in here)
        if not here:
            result.missed.append((case, new))
    return result


def new_since(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Messages of which there are more than before, wherever those were."""
    known, now = (Counter((found.code, found.message) for found in said) for said in (before, after))
    return [found for found in after if now[found.code, found.message] > known[found.code, found.message]]
