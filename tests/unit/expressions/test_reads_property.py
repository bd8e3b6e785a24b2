"""Evaluation sees no difference between the whole context and what reads() says is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mistralc.expressions import ExpressionError, evaluate, is_expression, reads

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
NAMES = ("a", "b", "l", "d", "s", "n")
VOLATILE = re.compile(r"\b(uuid|now|random|lipsum)\b")

SCALARS = st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["", "a", "x y", "<% $.a %>", "{{ _.b }}"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)
CONTEXTS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)


def yaql(depth: int) -> st.SearchStrategy[str]:
    """YAQL over a small vocabulary in which `$` means many things."""
    name = st.sampled_from(NAMES)
    leaf = st.one_of(
        name.map("$.{}".format),
        name.map("$[{}]".format),
        name.map("$.get({})".format),
        name.map("${}".format),
        st.sampled_from(["$", "$1", "$2", "1", "null", "x", "[]", "{a => 1}"]),
    )
    if not depth:
        return leaf
    part = yaql(depth - 1)
    forms = (
        "({0} + {1})",
        "({0} = {1})",
        "({0} and {1})",
        "[{0}, {1}]",
        "{{a => {0}, b => {1}}}",
        "({0}).{n}",
        "({0})?.{n}",
        "{0}[{1}]",
        "$.get({n}, {0})",
        "({0}).get({1})",
        "coalesce({0}, {1})",
        "switch({0} => {1})",
        "({0}).where({1})",
        "({0}).select({1})",
        "({0}).orderBy({1})",
        "({0}).aggregate({1}, {0})",
        "({0}).groupBy({1}, {0})",
        "({0}).toDict({1}, {0})",
        "({0}).join({1}, {0}, {1})",
        "any({0}, {1})",
        "(let({n} => {0}) -> {1})",
        "(let({0}) -> {1})",
        "(let({0}, {n} => {1}) -> {1})",
        "(with({0}, {1}) -> {0})",
        "(({0}).unpack() -> {1})",
        "(({0}).unpack({n}) -> {1})",
        "(def(f, {0}) -> f({1}))",
        "(def(f, {0}) -> f())",
        "call(coalesce, [{0}, {1}], {{}})",
        "len({0})",
        "str({0})",
        "({0}).len()",
        "({0}).assert({1})",
        "({0}).keys()",
    )
    built = st.tuples(st.sampled_from(forms), part, part, name).map(lambda t: t[0].format(t[1], t[2], n=t[3]))
    return leaf | built | built


def jinja(depth: int) -> st.SearchStrategy[str]:
    """Jinja expressions over the same vocabulary."""
    name = st.sampled_from(NAMES)
    leaf = st.one_of(
        name.map("_.{}".format),
        name.map("_['{}']".format),
        name.map("_.get('{}')".format),
        name,
        st.sampled_from(["_", "_.items", "_.keys()|list", "1", "none", "'x'", "[]", "x", "_[x]"]),
    )
    if not depth:
        return leaf
    part = jinja(depth - 1)
    forms = (
        "({0} ~ {1})",
        "({0} == {1})",
        "({0} and {1})",
        "[{0}, {1}]",
        "{{'a': {0}}}",
        "({0}).{n}",
        "({0})[{1}]",
        "_.get('{n}', {0})",
        "({0}|default({1}))",
        "({0} if {1} else {0})",
        "({0}|map(attribute='{n}')|list)",
        "({0}|map('default', {1})|list)",
        "({0}|length)",
        "({0}|attr('{n}'))",
        "({0} is defined)",
    )
    built = st.tuples(st.sampled_from(forms), part, part, name).map(lambda t: t[0].format(t[1], t[2], n=t[3]))
    return leaf | built | built


TEMPLATES = (
    "{{{{ {0} }}}}",
    "x {{{{ {0} }}}} {{{{ {1} }}}}",
    "{{{{ 1 }}}}{{% set {n} = {0} %}}{{{{ {n} }}}}{{{{ {1} }}}}",
    "{{{{ 1 }}}}{{% for {n} in {0} %}}{{{{ {1} }}}}{{{{ {n} }}}}{{% endfor %}}",
    "{{{{ 1 }}}}{{% if {0} %}}{{% set _ = {1} %}}{{% endif %}}{{{{ _ }}}}",
    "{{{{ 1 }}}}{{% macro f(_) %}}{{{{ {0} }}}}{{% endmacro %}}{{{{ f({1}) }}}}",
)
TEXTS = st.one_of(
    yaql(3).map("<% {} %>".format),
    st.tuples(yaql(2), yaql(2)).map(lambda t: f"<% {t[0]} %> and <% {t[1]} %>"),
    st.tuples(st.sampled_from(TEMPLATES), jinja(2), jinja(2), st.sampled_from(NAMES)).map(
        lambda t: t[0].format(t[1], t[2], n=t[3])
    ),
)


class Answers:
    """Tasks, globals and the rest, the same each time."""

    def env(self) -> Any:
        return {"a": 1}

    def execution(self) -> Any:
        return {"id": "e", "input": {"a": 1}}

    def executions(self, *given: Any) -> Any:
        return [repr(given)]

    def task(self, task_name: Any = None) -> Any:
        return {"name": task_name, "result": {"a": [1], "id": 2}, "state": "SUCCESS"}

    def tasks(self, *given: Any) -> Any:
        return [repr(given)]

    def global_(self, var_name: Any) -> Any:
        return repr(var_name)


class Asked(Answers):
    """Notes what is asked of it."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.tasks_asked: set[Any] = set()
        self.globals_asked: set[Any] = set()

    def task(self, task_name: Any = None) -> Any:
        self.tasks_asked.add(repr(task_name))
        return super().task(task_name)

    def global_(self, var_name: Any) -> Any:
        self.globals_asked.add(repr(var_name))
        return super().global_(var_name)


def outcome(text: str, context: Any, functions: Any = None) -> str:
    try:
        result = "value " + repr(evaluate(text, context, functions or Answers()))
    except ExpressionError as error:
        result = "error " + error.message
    # Iterators and methods print with their address.
    return re.sub(r" at 0x[0-9a-f]+", "", result)


def check(text: str, context: dict[str, Any]) -> None:
    found = reads(text)
    restricted = {key: context[key] for key in context if found.everything or key in found.variables}
    assert outcome(text, restricted) == outcome(text, context)


@settings(max_examples=1500, deadline=None)
@given(TEXTS, CONTEXTS)
def test_the_reads_are_enough(text: str, context: dict[str, Any]) -> None:
    check(text, context)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["task", "global"]), yaql(1), yaql(1), CONTEXTS)
def test_every_task_and_global_asked_for_was_foreseen(
    function: str, argument: str, item: str, context: dict[str, Any]
) -> None:
    for text in (
        f"<% {function}({argument}) %>",
        f"<% [1, b].select({function}({item})) %>",
        f"<% def(f, {function}({item})) -> f({argument}) %>",
        f"<% call({function}, [{argument}], {{}}) %>",
    ):
        found, asked = reads(text), Asked()
        outcome(text, context, asked)
        for name in asked.tasks_asked:
            assert found.all_tasks or (found.current_task if name == "None" else name[1:-1] in found.tasks)
        for name in asked.globals_asked:
            assert found.all_globals or name[1:-1] in found.globals


def corpus_texts() -> list[str]:
    texts: dict[str, None] = {}
    for path in sorted(CORPUS.rglob("*.y*ml")):
        try:
            documents = list(yaml.safe_load_all(path.read_text()))
        except (yaml.YAMLError, UnicodeDecodeError):
            continue
        for document in documents:
            texts.update(dict.fromkeys(strings(document)))
    return [text for text in texts if is_expression(text) and not VOLATILE.search(text)]


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


SHAPES: tuple[Any, ...] = ("text", 3, ["p", "q"], {"a": 1, "id": "x", "name": "y"}, [{"name": "n", "id": 1}], None)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real workflows (../shared/corpus) is absent")
def test_the_reads_of_real_workflows_are_enough() -> None:
    texts = corpus_texts()
    assert len(texts) > 500
    for text in texts:
        names = {*re.findall(r"(?:\$|_)\.(\w+)", text), *NAMES}
        for turn in range(len(SHAPES)):
            check(text, {name: SHAPES[(len(name) + turn) % len(SHAPES)] for name in sorted(names)})
