"""mistralc explain."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from mistralc.cli.report import usage_error
from mistralc.diagnostics import did_you_mean
from mistralc.rules import Rule, all_rules, find

_WIDTH = 88


def run_explain(code: str) -> int:
    """Print what a code stands for; 2 when there is no such code."""
    rule = find(code.strip()) if code.strip() else None
    if rule is None:
        codes = [rule.code for rule in all_rules()]
        near = did_you_mean(code.strip().upper(), codes) or f"the codes are {', '.join(codes)}"
        return usage_error(f"there is no diagnostic {code!r}; {near}")
    print("\n".join(_page(rule)))
    return 0


def _page(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}: {rule.title}"
    yield ""
    yield from textwrap.wrap(rule.explanation, _WIDTH, break_long_words=False, break_on_hyphens=False)
    for heading, example in (("Faulty:", rule.bad), ("Mended:", rule.good)):
        yield ""
        yield heading
        yield ""
        yield from (f"    {line}".rstrip() for line in _lines(example))


def _lines(example: str | bytes) -> Iterator[str]:
    """The example as it can be shown: bytes that are no text escaped, blanks that are none visible, long lines cut."""
    text = example if isinstance(example, str) else example.decode("utf-8", "backslashreplace")
    for line in text.replace("\u00a0", "·").replace("\t", "→").rstrip("\n").split("\n"):
        yield line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
