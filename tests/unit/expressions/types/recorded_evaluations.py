"""Recorded evaluations that succeed: expression, context, environment."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mistralc.expressions.text import yaql_parts

CASES = Path(__file__).parents[5] / "shared" / "conformance" / "expressions"
CORPUS = CASES.parents[1] / "corpus"
_NAMED = re.compile(r"\$([A-Za-z]\w*)")


def _codec() -> Any:
    spec = importlib.util.spec_from_file_location("conformance_codec", CASES / "codec.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def library_cases() -> Iterator[tuple[str, Any]]:
    """What yaql's own tests evaluate, with a result under Mistral's options."""
    tagged = _codec()
    for case in json.loads((CASES / "yaql-library.json").read_text())["cases"]:
        if "result" not in case["mistral_expect"] or case["phase"] == "parse":
            continue
        data, source = tagged.dec(case["data"]), case["expr"]
        if set(_NAMED.findall(source)) & case["vars"].keys():
            names = tagged.dec(case["vars"])
            data = names | {"root": data}
            source = f"let($.root, {', '.join(f'{name} => $.{name}' for name in names)}) -> ({source})"
        yield source, data


def mistral_cases() -> Iterator[tuple[str, Any]]:
    """What Mistral's tests evaluate: each expression of each text that has a result."""
    for kind in ("yaql", "yaql-inline", "any", "recursive"):
        for case in json.loads((CASES / f"{kind}.json").read_text()):
            if case["op"] != "evaluate" or "error" in case:
                continue
            if kind == "yaql":
                yield case["expr"], case["context"]
                continue
            for text in _texts(case["expr"]):
                for part in yaql_parts(text):
                    yield part.source.strip(), case["context"]


def jinja_cases() -> Iterator[str]:
    """Texts with Jinja that Mistral's tests evaluate with a result."""
    for case in json.loads((CASES / "jinja-inline.json").read_text()):
        if case["op"] == "evaluate" and "error" not in case:
            yield case["expr"]


def corpus_expressions() -> Iterator[str]:
    """The YAQL expressions of the corpus, each once."""
    seen = set()
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix in (".yaml", ".yml", ".mistral", ".txt") and path.is_file():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                seen.update(part.source.strip() for part in yaql_parts(line))
    yield from sorted(seen)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data.values() if isinstance(data, dict) else data:
            yield from _texts(item)
