"""The yaql library's own test-suite, recorded under Mistral's options."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mistralc.expressions import ExpressionError, ExpressionSyntaxError, evaluate_bare, validate_bare
from mistralc.expressions.bounds import MEGABYTES, SECONDS, ExpressionLimitError

CASES = Path(__file__).parents[4] / "shared" / "conformance" / "expressions"
NAMED = re.compile(r"\$([A-Za-z]\w*)")

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the recorded cases (../shared/conformance) are absent")


def codec() -> Any:
    spec = importlib.util.spec_from_file_location("conformance_codec", CASES / "codec.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases() -> Iterator[Any]:
    if not CASES.is_dir():
        return
    for case in json.loads((CASES / "yaql-library.json").read_text())["cases"]:
        reason = not_applicable(case)
        marks = [pytest.mark.skip(reason=reason)] if reason else []
        yield pytest.param(case, id=case["id"], marks=marks)


def not_applicable(case: Mapping[str, Any]) -> str | None:
    if case["nondeterministic"]:
        return "its value differs from run to run"
    if case["hash_order_dependent"]:
        return "its value depends on the order of a set"
    return None


def never_ends(case: Mapping[str, Any]) -> bool:
    return "timeout" in case["mistral_expect"]


def test_what_never_ends_in_the_library_ends_at_our_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECONDS, "0.5")
    monkeypatch.setenv(MEGABYTES, "100")
    endless = [case for (case,) in (parameter.values for parameter in cases()) if never_ends(case)]
    assert len(endless) == 6
    for case in endless:
        with pytest.raises(ExpressionLimitError) as caught:
            evaluate_bare(case["expr"], "yaql", codec().dec(case["data"]))
        assert caught.value.expression == case["expr"]


@pytest.mark.parametrize("case", [case for case in cases() if not never_ends(case.values[0])])
def test_agrees_with_the_library(case: Mapping[str, Any]) -> None:
    tagged = codec()
    expected, source, data = case["mistral_expect"], case["expr"], tagged.dec(case["data"])
    if NAMED.search(source) and set(NAMED.findall(source)) & case["vars"].keys():
        # Mistral has no variables beside the context: let() binds them.
        names = tagged.dec(case["vars"])
        data = names | {"root": data}
        source = f"let($.root, {', '.join(f'{name} => $.{name}' for name in names)}) -> ({source})"
    if case["phase"] == "parse":
        with pytest.raises(ExpressionSyntaxError):
            validate_bare(source, "yaql")
    elif "result" in expected:
        result = tagged.enc(evaluate_bare(source, "yaql", data))
        assert tagged.same(tagged.dec(result), tagged.dec(expected["result"]))
    else:
        with pytest.raises(ExpressionError) as caught:
            evaluate_bare(source, "yaql", data)
        # The words repeat the receiver, and a set prints in the order of its hashes.
        assert caught.value.reason == expected["error"] or "frozenset" in expected["error"]
        # What may not end is evaluated in another process, which tells the words of the error and not its class.
        assert type(caught.value.__cause__).__name__ in (expected["raises"], "NoneType")
