"""Inputs of a fuzz run: noise, mutations of real texts, and valid expressions."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from tests.conformance.expressions.random_expressions import Expressions
from tests.conformance.expressions.random_templates import Templates
from tests.conformance.expressions.test_grammar import mutated, real_texts

_LETTERS = "ab_1.$'\"`\\ ()[]{}<%>{},=>-+*/!~?&|#:;@\n\t\x00\u00a0é٣²\ud800😀"
_SEEDS = ("$.a + 1", "_.a|length", 'std.echo output=<% $.a %> x={"k": [1]}', "i in <% $.l %>", "i in [1, 2]")
_MARKS = ("<% {} %>", "{{{{ {} }}}}", "{{% {} %}}", "a {} b", "{}", "std.echo x=<% {} %>", "i in <% {} %>")


@cache
def _texts() -> tuple[str, ...]:
    return (*_SEEDS, *real_texts())


def noise(chance: random.Random) -> str:
    """Bytes that were meant to be text."""
    if chance.random() < 0.5:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(60))).decode("utf-8", "replace")
    return "".join(chance.choice(_LETTERS) for _ in range(chance.randrange(40)))


def mutation(chance: random.Random) -> str:
    """A real text with a few changes."""
    return mutated(chance.choice(_texts()), chance)


def spliced(chance: random.Random) -> str:
    """The beginning of one real text with the end of another."""
    first, second = chance.choice(_texts()), chance.choice(_texts())
    return first[: chance.randrange(len(first) + 1)] + second[chance.randrange(len(second) + 1) :]


def repeated(chance: random.Random) -> str:
    """A small piece very often: nesting, and long rows."""
    piece = chance.choice(
        ("(", "[", "{", "$.a", ".a", "not ", "-", "f(", "[0]", "a => ", "1 + ", "'", "if ", "{%", "|e")
    )
    return piece * chance.choice((10, 50, 100, 100, 300, 2_000)) + noise(chance)[:3]


def yaql(chance: random.Random) -> str:
    """A valid YAQL expression."""
    return Expressions(chance.randrange(1 << 40)).expression()


def jinja(chance: random.Random) -> str:
    """A valid text with Jinja."""
    return Templates(chance.randrange(1 << 40)).template()


def marked(chance: random.Random) -> str:
    """Any of the others between marks."""
    source = chance.choice((noise, mutation, spliced, yaql))(chance)
    return chance.choice(_MARKS).format(source)


KINDS: tuple[Callable[[random.Random], str], ...] = (noise, mutation, spliced, repeated, yaql, jinja, marked)
