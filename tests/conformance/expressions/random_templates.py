"""Random texts with Jinja, from a seed, over the contexts of `random_expressions`."""

from __future__ import annotations

import random
from collections.abc import Callable

NAMES = ("n", "m", "s", "t", "l", "w", "rows", "d", "b", "z", "f", "deep")
_FIELDS = ("a", "b", "k", "tags", "x")
_LITERALS = ("1", "0", "-2", "2.5", "'a'", "''", "'a,b'", "true", "none", "[]", "[1, 'b']", "{'a': 1}", "(1, 2)")
_FILTERS = (
    *("length", "upper", "lower", "first", "last", "sum", "join(',')", "sort", "unique|list", "list", "int", "float"),
    *("string", "default('d')", "default('d', true)", "abs", "round", "trim", "replace('a', 'b')", "reverse|list"),
    *("map(attribute='a')|list", "selectattr('a')|list", "select('odd')|list", "reject('none')|list", "min", "max"),
    *(
        "dictsort",
        "tojson",
        "capitalize",
        "title",
        "batch(2)|list",
        "groupby('a')|list",
        "map('upper')|join",
        "items|list",
    ),
    *("indent(2)", "truncate(3)", "wordcount", "escape", "json_dump", "json_parse", "yaml_dump", "nope", "center(9)"),
    *("slice(2)|list", "attr('a')", "rejectattr('k', 'eq', 1)|list", "map('int')|list", "sum(attribute='a')", "safe"),
)
_TESTS = (
    *("defined", "undefined", "none", "string", "number", "mapping", "iterable", "sequence", "odd", "even", "true"),
    *("boolean", "integer", "float", "in [1, 2]", "eq 1", "divisibleby 2", "nope", "sameas none", "lower", "callable"),
)
_OPERATORS = ("+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or")
_CALLS = ("json_dump", "json_parse", "yaml_dump", "yaml_parse", "env", "execution", "task", "nope", "range", "dict")
_METHODS = (
    "get('a')",
    "get('a', 1)",
    "keys()|list",
    "values()|list",
    "items()|list",
    "upper()",
    "split(',')",
    "strip()",
)


class Templates:
    """A stream of texts. `template()` gives the next."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"template {seed}")

    def template(self) -> str:
        """A text with one `{{ }}` and nothing else, with some, or with blocks around them."""
        pick = self._random.random()
        if pick < 0.6:
            return f"{{{{ {self.expression()} }}}}"
        if pick < 0.8:
            return f"{self._plain()}{{{{ {self.expression()} }}}}{self._plain()}{{{{ {self.expression()} }}}}"
        return self._random.choice((self._loop, self._condition, self._set))()

    def expression(self) -> str:
        """An expression without its marks."""
        return self._any(self._random.choice((0, 1, 1, 2, 2, 3)))

    def _plain(self) -> str:
        return self._random.choice(("", " ", "x ", "<b>", "\n", "é "))

    def _any(self, depth: int) -> str:
        if depth <= 0 or self._random.random() < 0.1:
            return self._random.choice((self._name, self._name, lambda: self._random.choice(_LITERALS)))()
        inner = depth - 1
        forms: tuple[Callable[[], str], ...] = (
            lambda: f"{self._operand(inner)}|{self._random.choice(_FILTERS)}",
            lambda: f"{self._operand(inner)}|{self._random.choice(_FILTERS)}",
            lambda: f"({self._any(inner)} {self._random.choice(_OPERATORS)} {self._any(inner)})",
            lambda: f"({self._operand(inner)} is {self._random.choice(('', 'not '))}{self._random.choice(_TESTS)})",
            lambda: f"({self._any(inner)} if {self._any(inner)} else {self._any(inner)})",
            lambda: f"{self._operand(inner)}.{self._random.choice(_FIELDS)}",
            lambda: (
                f"{self._operand(inner)}[{self._random.choice(('0', '-1', '1:', ':2', repr('a'), repr('b'), '9'))}]"
            ),
            lambda: f"{self._operand(inner)}.{self._random.choice(_METHODS)}",
            lambda: f"[{self._any(inner)}, {self._any(inner)}]",
            lambda: f"{{'k': {self._any(inner)}}}",
            lambda: f"(not {self._any(inner)})",
            lambda: f"(-{self._operand(inner)})",
            lambda: f"{self._random.choice(_CALLS)}({self._any(inner)})",
        )
        return self._random.choice(forms)()

    def _operand(self, depth: int) -> str:
        made = self._any(depth)
        return f"({made})" if made.startswith("-") else made

    def _name(self) -> str:
        name = self._random.choice((*NAMES, *NAMES, "nope"))
        return self._random.choice((f"_.{name}", f"_.{name}", f"_['{name}']", f"_.get('{name}')", "_", "nope"))

    def _loop(self) -> str:
        shown = self._random.choice(("i", "i.a", "loop.index", "i|string", "i + 1", "i[0]"))
        return f"{{% for i in {self._any(1)} %}}\n  {{{{ {shown} }}}},\n{{% endfor %}}{{{{ {self._any(1)} }}}}"

    def _condition(self) -> str:
        return f"{{% if {self._any(1)} %}}a{{{{ {self._any(1)} }}}}{{% else %}}b{{% endif %}}{{{{ {self._any(0)} }}}}"

    def _set(self) -> str:
        return f"{{% set v = {self._any(1)} %}}{{{{ v }}}} {{{{ v|{self._random.choice(_FILTERS)} }}}}"


def smaller(text: str) -> list[str]:
    """Shorter texts: without a filter, a bracket's inside, one expression of many."""
    found = [text[:start] + text[end:] for start in range(0, len(text), 4) for end in (start + 4, start + 12)]
    return [candidate for candidate in found if 0 <= candidate.find("{{") < candidate.rfind("}}")]
