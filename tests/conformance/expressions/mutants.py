# ruff: noqa: E501 - one mutant a line
"""Faults planted in the runtime of compiled expressions, each of which the differential test must find.

    python -m tests.conformance.expressions.mutants [--evaluations 2000]

A mutant is a file of the runtime, a text in it, and what is put in its place. Each is tried in a copy of the compiler,
in a process of its own. The run ends with 1 when one survives, or when a text is no longer there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_PACKAGE = "compiler/mistralc/expressions/yaql"
_TEST = "tests/conformance/expressions/test_differential.py::test_compiled_code_agrees_with_the_library_at_length"


@dataclass(frozen=True)
class Mutant:
    """One fault: in `file` of the package `yaql`, `old` becomes `new`."""

    what: str
    file: str
    old: str
    new: str

    def planted(self, text: str) -> str:
        """The text of the file with the fault. Raises LookupError when there is no place for it."""
        if self.old not in text:
            raise LookupError(f"{self.what}: {self.file} has no such text any more")
        return text.replace(self.old, self.new)


MUTANTS = (
    Mutant("a tie in max()", "runtime/comparison.py", "right if greater(right, left) else left", "left if greater(left, right) else right"),
    Mutant("a tie in min()", "runtime/comparison.py", "left if greater(right, left) else right", "right if greater(left, right) else left"),
    Mutant("+ on lists of unclear type", "runtime/arithmetic.py", "    if type(left) in SEQUENCES or type(right) in SEQUENCES:\n        raise Deopt\n    return add", "    return add"),
    Mutant("null before a value", "runtime/comparison.py", "less = _comparison(operator.lt, null_first=True", "less = _comparison(operator.lt, null_first=False"),
    Mutant("two nulls", "runtime/comparison.py", "operator.ge, null_first=False, first_null=True, nulls=True", "operator.ge, null_first=False, first_null=True, nulls=False"),
    Mutant("a slice that starts at the end", "runtime/text.py", "    if start < 0:\n        start += size\n", ""),
    Mutant("skip() one too many", "runtime/sequences.py", "Sliced(each(items), integer(size), None)", "Sliced(each(items), integer(size) + 1, None)"),
    Mutant("the order of merged dicts", "runtime/arithmetic.py", "{**left, **right}", "{**right, **left, **right}"),
    Mutant("the order of set(key, value)", "runtime/dicts.py", "{**_plain(value), key(name): item}", "{key(name): item, **_plain(value), key(name): item}"),
    Mutant("the groups of a regex", "runtime/regex.py", "None if match is None else match.group()", "None if match is None else match.groups()[0] if match.groups() else match.group()"),
    Mutant("flags of a regex", "runtime/regex.py", "(ignore_case, re.IGNORECASE)", "(ignore_case, re.UNICODE)"),
    Mutant("the zone of a time", "runtime/times.py", '    "time": lambda value: aware(value) - _date(aware(value)),', '    "time": lambda value: aware(value) - aware(value),'),
    Mutant("days of a span", "runtime/times.py", "_microseconds(span) / 86400000000.0", "span.days"),
    Mutant("the scope of let()", "compiler/control.py", "{**scope, **bound}", "{**bound, **scope}"),
    Mutant("difference of sets", "runtime/sets.py", "_set(left).difference(_set(right))", "_set(right).difference(_set(left))"),
    Mutant("symmetric difference", "runtime/sets.py", "symmetric_difference(_set(right))", "union(_set(right))"),
    Mutant("a bool as text", "runtime/conversion.py", 'True: "true"', 'True: "True"'),
    Mutant("null as text", "runtime/conversion.py", 'None: "null"', 'None: "None"'),
    Mutant("a float as text", "runtime/conversion.py", "    if kind in NUMBERS:\n        return str(value)", "    if kind in NUMBERS:\n        return str(int(value) if value == int(value) else value)"),
    Mutant("a tuple as text", "runtime/conversion.py", "return tuple(map(_printed, value))", "return list(map(_printed, value))"),
    Mutant("whole division", "compiler/operators.py", 'ast.FloorDiv if sign == "/" else operator', "operator"),
    Mutant("true is a number", "runtime/values.py", "NUMBERS = frozenset({int, float})", "NUMBERS = frozenset({int, float, bool})"),
    Mutant("1 and 1.0 as one key of distinct()", "runtime/sequences.py", "        mark = item if key is None else key(item)\n        if type(mark) not in SCALARS:\n            mark = frozen(mark)", "        mark = item if key is None else key(item)\n        mark = (type(mark), mark) if type(mark) in SCALARS else frozen(mark)"),
    Mutant("a sort that is not stable", "runtime/ordering.py", "_consumed(_comparable(keys(made)))), reverse=reverse)", "_consumed(_comparable(keys(made)))))\n        made = made[::-1] if reverse else made"),
    Mutant("entries made plain while others are to come", "compiler/scope.py", "return len(scope) == 1 and scope.get(DOLLAR) is self.root", "return True"),
    Mutant("a result of let() made plain as if it had no variables", "compiler/__init__.py", "code = replace(code.body, result=None)", "code = code.body"),
    Mutant("members given away", "compiler/results.py", 'emit.call("output_plain", emit.name(variable))', "emit.name(variable)"),
    Mutant("whether a dict is fresh", "compiler/control.py", "if not value.scalar))", "if value.scalar))"),
    Mutant("an argument behind a null receiver", "runtime/text.py", "    stripped = _text_or_null(characters)\n    return None if value is None else text(value).strip(stripped) or None", "    return None if value is None else text(value).strip(_text_or_null(characters)) or None"),
)  # fmt: skip


def survives(mutant: Mutant, evaluations: int) -> bool:
    """Whether the differential test passes with the fault in the code."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(_ROOT / "compiler", Path(folder) / "compiler")
        file = Path(folder) / _PACKAGE / mutant.file
        file.write_text(mutant.planted(file.read_text("utf-8")), "utf-8")
        path = os.pathsep.join((f"{folder}/compiler", str(_ROOT)))
        environment = {**os.environ, "PYTHONPATH": path, "EVALUATIONS": str(4 * evaluations)}
        call = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-o",
            f"pythonpath={folder}/compiler",
        ]
        done = subprocess.run([*call, f"{_TEST}[0]"], cwd=_ROOT, env=environment, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stdout.decode() + done.stderr.decode())
        return done.returncode == 0


def main() -> int:
    """Try all mutants and say which survive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--evaluations", type=int, default=25_000, help="those of one of the four parts of the full test"
    )
    parser.add_argument("--only", default="", help="mutants whose description has this in it")
    options = parser.parse_args()
    survivors = 0
    for mutant in MUTANTS:
        if options.only in mutant.what:
            alive = survives(mutant, options.evaluations)
            survivors += alive
            print(f"{'SURVIVES' if alive else 'found   '}  {mutant.what}", flush=True)
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
