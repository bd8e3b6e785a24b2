"""The function catalogue: complete, fresh, quick, right in every example, and open to what sites add."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata

import pytest

from mistralc.expressions import evaluate_bare, stored
from mistralc.expressions.catalogue import Example, Function, all_functions, find, functions_of, names, overloads
from mistralc.expressions.catalogue.examples import ExampleFunctions
from mistralc.expressions.catalogue.loading import DATA
from mistralc.expressions.catalogue.site_entries import describe
from mistralc.expressions.names import MISTRAL_FUNCTIONS

EVERYTHING = all_functions()
EXAMPLES = [(function, example) for function in EVERYTHING for example in function.examples]


def _made_from() -> dict[str, str]:
    versions: dict[str, str] = json.loads(DATA.read_text())["made_from"]
    return versions


@pytest.mark.skipif(
    any(metadata.version(name) != version for name, version in _made_from().items()),
    reason="the catalogue describes other versions of the libraries than the installed ones",
)
def test_the_data_is_what_the_libraries_say_now() -> None:
    from mistralc.expressions.catalogue.build import text

    assert DATA.read_text(encoding="utf-8") == text(), "run python -m mistralc.expressions.catalogue.build"


def test_every_function_has_a_signature_a_line_and_an_example() -> None:
    for function in EVERYTHING:
        assert function.overloads
        assert list(function.signatures())
        assert function.doc
        assert "\n" not in function.doc
        assert function.examples or function.language == "site"


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=[f"{f.kind} {e.expression}" for f, e in EXAMPLES])
def test_an_example(function: Function, example: Example) -> None:
    language = "jinja" if function.language == "jinja" else "yaql"
    value = evaluate_bare(example.expression, language, {}, ExampleFunctions())
    assert json.dumps(stored(value), ensure_ascii=False) == example.result


def test_all_of_yaqls_registry_is_there() -> None:
    import collections.abc  # noqa: F401 - yaql uses it without importing it

    import yaql

    context, number = yaql.create_context(), 0
    while context is not None:
        number += sum(map(len, context._functions.values()))
        context = context.parent
    listed = [function for function in EVERYTHING if function.language == "yaql"]
    hooks = 2  # #finalize and #iter, which no expression can call
    assert sum(len(function.overloads) for function in listed) == number - hooks


def test_all_of_mistrals_functions_are_there() -> None:
    assert functions_of("mistral", "function") == MISTRAL_FUNCTIONS
    assert all(function.doc for function in EVERYTHING)


def test_all_of_jinja_is_there() -> None:
    from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_NAMESPACE, DEFAULT_TESTS

    assert functions_of("jinja", "filter") == set(DEFAULT_FILTERS)
    assert functions_of("jinja", "test") == set(DEFAULT_TESTS)
    assert functions_of("jinja", "global") == set(DEFAULT_NAMESPACE)


def test_signatures_read_as_calls_are_written() -> None:
    assert list(find("where")[0].signatures()) == ["(collection: collection).where(predicate: lambda) -> iterator[T]"]
    assert "(left: dict) + (right: dict) -> dict" in list(find("+")[0].signatures())
    assert next(find("unary -")[0].signatures()).startswith("- (")
    assert list(find(".year")[0].signatures()) == ["(obj: datetime).year -> int"]
    assert list(find("tojson")[0].signatures()) == ["value | tojson(indent = None) -> str"]
    assert [function.language for function in find("join")] == ["yaql", "jinja"]
    assert find("nosuch") == []
    assert "where" in names()


def test_overloads_of_what_yaql_looks_up() -> None:
    assert len(overloads("yaql", "#operator_+")) == 7
    assert len(overloads("yaql", "task")) == 1
    assert overloads("yaql", "nosuch") == ()
    assert [o.named for o in overloads("yaql", "switch")] == [False]
    assert [p.kind for o in overloads("yaql", "zipLongest") for p in o.parameters] == ["rest", "named-rest"]


def _site(context: object, text: str, times: int = 2, *rest: object, loud: bool = False) -> str:
    """Say it again.

    More that does not matter.
    """
    return text


def test_a_function_of_a_site_is_described_by_its_signature() -> None:
    entry = describe("again", _site)
    assert list(entry.signatures()) == ["again(text: str, times: int = 2, *rest, loud: bool = False) -> str"]
    assert entry.doc == "Say it again."
    assert entry.language == "site"
    assert list(describe("c", max).signatures()) == ["c(*arguments) -> any"]


def test_the_functions_of_sites_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    from mistralc.expressions.catalogue import loading

    monkeypatch.setattr(loading, "site_entries", lambda: (describe("again", _site),))
    assert [function.name for function in find("again")] == ["again"]
    assert "again" in names()
    assert all_functions()[-1].name == "again"


def test_reading_the_catalogue_needs_neither_library_and_no_time() -> None:
    code = (
        "import sys, time; from mistralc.expressions import catalogue; catalogue.names();"
        "started = time.process_time(); from mistralc.expressions.catalogue import loading;"
        "loading._rows.cache_clear(); catalogue.find('where'); spent = time.process_time() - started;"
        "print(sorted({'yaql', 'jinja2'} & set(sys.modules)), spent < 0.05)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"
