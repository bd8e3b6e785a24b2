# ruff: noqa: E501 - one form of the grammar a line
"""Random YAQL expressions with random contexts, from a seed; and smaller ones for what failed.

Expressions are text made from a small grammar, so that a failure can be read and tried. Types are followed loosely:
mostly an operand has a type its operator wants, sometimes not, so that errors are compared as well.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

NAMES = ("n", "m", "s", "t", "l", "w", "rows", "d", "b", "z", "f", "deep")
FIELDS = ("a", "b", "k", "tags", "x")
_TEXTS = ("", "a", "b", "ab", "a,b", " a ", "null", "1", "k", "Ä")
_INTEGERS = (0, 1, -1, 2, 3, 7, 10)
_FLOATS = (0.5, -1.5, 2.0, 1e3)


def context(seed: int) -> dict[str, Any]:
    """JSON data in which each name has mostly, not always, its usual type."""
    source = random.Random(f"context {seed}")
    made: dict[str, Any] = {
        "n": source.choice(_INTEGERS),
        "m": source.choice(_INTEGERS),
        "s": source.choice(_TEXTS),
        "t": source.choice(_TEXTS),
        "l": [source.choice(_INTEGERS) for _ in range(source.randrange(5))],
        "w": [source.choice(_TEXTS) for _ in range(source.randrange(4))],
        "rows": [_row(source) for _ in range(source.randrange(4))],
        "d": {name: _value(source, 1) for name in FIELDS if source.random() < 0.7},
        "b": source.random() < 0.5,
        "z": None,
        "f": source.choice(_FLOATS),
        "deep": _value(source, 3),
    }
    if source.random() < 0.25:
        made[source.choice(NAMES)] = _value(source, 2)
    if source.random() < 0.1:
        del made[source.choice(NAMES)]
    return made


def _row(source: random.Random) -> Any:
    row: dict[str, Any] = {
        "a": source.choice(_INTEGERS),
        "b": source.choice(_TEXTS),
        "k": source.choice((1, 1.0, True, None, "x", 2)),
        "tags": [source.choice(_TEXTS) for _ in range(source.randrange(3))],
        "x": {"k": source.choice(_INTEGERS)},
    }
    if source.random() < 0.1:
        del row[source.choice(FIELDS)]
    return row


def _value(source: random.Random, depth: int) -> Any:
    kind = source.randrange(7 if depth else 5)
    if kind < 5:
        return source.choice((None, source.random() < 0.5, *_INTEGERS, *_FLOATS, *_TEXTS))
    if kind == 5:
        return [_value(source, depth - 1) for _ in range(source.randrange(4))]
    return {source.choice(FIELDS): _value(source, depth - 1) for _ in range(source.randrange(4))}


_LEAVES = {
    "rows": ("$.rows", "$.rows", "[{a => 1, b => x, k => 2, tags => [a], x => {k => 1}}]", "($.rows + $.rows)"),
    "numbers": (
        "$.l",
        "$.l",
        "[3, 1, 2, 1]",
        "$.rows.a",
        "$.l.toSet()",
        "range(4)",
        "[1, 1.0, 2.5]",
        "[2, 2.0, 1]",
        "[1.0, 1]",
    ),
    "texts": ("$.w", "$.rows.b", "[b, a, ab, a]", "'a,b,c'.split(',')", "$.d.keys()"),
    "pairs": ("$.d.items()",),
}
_ITEMS = {
    "rows": {
        "key": (
            "$.a",
            "$.b",
            "$.a + 1",
            "[$.a, $.b]",
            "$.a mod 2",
            "$.tags",
            "str($.a)",
            "$",
            "$.x.k",
            "-$.a",
            "$.b.len()",
        ),
        "test": (
            "$.a > 1",
            "$.b = a",
            "a in $.tags",
            "$.tags.any()",
            "$.b =~ a",
            "not $.tags",
            "$.k = 1",
            "$.x.k >= 1",
        ),
    },
    "numbers": {
        "key": ("$", "$ mod 2", "-$", "str($)", "[$, 1]", "$ * 0.5", "{k => $}", "$ > 1", "$ / 2"),
        "test": ("$ > 1", "$", "$ = 1", "$ != 2", "$ in [1, 2]", "$ mod 2 = 0", "not $", "$ <= 3 and $ > 0"),
    },
    "texts": {
        "key": ("$", "$.len()", "$.toUpper()", "$ + a", "[$]", "$.split(',')", "$.trim()", "$ * 2", "isEmpty($)"),
        "test": ("$ > a", "$", "$ = a", "$.startsWith(a)", "$ in 'ab'", "$.len() > 1", "$ !~ a"),
    },
    "pairs": {"key": ("$[0]", "$[1]", "$", "$.len()"), "test": ("$[0]", "$[1]", "$[0] != a", "$.len() = 2")},
}
_SAME = (
    ".where({test})",
    ".orderBy({key})",
    ".orderByDescending({key})",
    ".orderBy({key}).thenBy({other})",
    ".distinct()",
    ".orderByDescending({key}).thenByDescending({other})",
    ".distinct({key})",
    ".limit(3)",
    ".skip(1)",
    ".reverse()",
    ".toList()",
    ".takeWhile({test})",
    ".skipWhile({test})",
    ".toSet()",
    ".concat([])",
    ".select($)",
)
_STEPS = {
    "rows": (
        *((form, "rows") for form in _SAME),
        (".a", "numbers"),
        (".select($.a)", "numbers"),
        (".b", "texts"),
        (".selectMany($.tags)", "texts"),
        (".tags.flatten()", "texts"),
        (".enumerate()", "pairs"),
        (".groupBy({key})", "pairs"),
        (".groupBy({key}, $.b)", "pairs"),
        (".groupBy($.a, {key}, $.len())", "pairs"),
        (".toDict($.b, {key}).items()", "pairs"),
        (".zip($.l)", "pairs"),
        (".select({key}).toList()", "pairs"),
    ),
    "numbers": (
        *((form, "numbers") for form in _SAME),
        (".select(str($))", "texts"),
        (".select($ * 2)", "numbers"),
        (".enumerate()", "pairs"),
        (".groupBy({key})", "pairs"),
        (".groupBy($ mod 2, {key}, $.sum())", "pairs"),
        (".append(5, 6)", "numbers"),
        (".insert(1, 9)", "numbers"),
        (".zip($.w)", "pairs"),
        (".select([$, {key}])", "pairs"),
    ),
    "texts": (
        *((form, "texts") for form in _SAME),
        (".select($.len())", "numbers"),
        (".select($.toUpper())", "texts"),
        (".enumerate(1)", "pairs"),
        (".groupBy({key})", "pairs"),
        (".selectMany($.split(','))", "texts"),
    ),
    "pairs": (
        *((form, "pairs") for form in _SAME),
        (".select($[1])", "pairs"),
        (".select($[0])", "pairs"),
        (".flatten()", "pairs"),
    ),
}
_ENDS = {
    "rows": (
        "",
        "",
        ".len()",
        ".first()",
        ".last({})",
        ".any($.a = 1)",
        ".a.sum()",
        ".toDict($.b, $.a)",
        ".count()",
        "[0]",
        ".toList()[0]",
        ".indexWhere($.a = 2)",
        ".contains(1)",
        ".single()",
        ".aggregate($1 + $2.a, 0)",
        ".all($.b)",
    ),
    "numbers": (
        "",
        "",
        ".sum()",
        ".max()",
        ".min(0)",
        ".len()",
        ".first(0)",
        ".toSet()",
        ".contains(2)",
        ".aggregate($1 * $2)",
        ".indexOf(1)",
        ".all($ > 0)",
        ".last()",
        ".sum(0.5)",
        ".join('-')",
        " + [1]",
        ".toList() + [1]",
        ".toDict($)",
    ),
    "texts": (
        "",
        "",
        ".join(',')",
        ".sum()",
        ".max()",
        ".min()",
        ".toSet()",
        ".first(null)",
        ".len()",
        ".toDict($, $.len())",
        ".aggregate($1 + $2, '')",
        ".contains(a)",
        ".lastIndexOf(a)",
        ".toList() = [a]",
    ),
    "pairs": ("", "", "", ".len()", ".first(null)", ".toList()", ".toDict($[0], $[1])", ".toDict(str($))", ".last(1)"),
}


class Expressions:
    """A stream of expressions. `expression()` gives the next."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"expression {seed}")
        self._bound: list[str] = []
        self._kinds: dict[str, Callable[[int], str]] = {
            "number": self._number,
            "text": self._text,
            "bool": self._bool,
            "list": self._list,
            "dict": self._dict,
            "set": self._set,
            "time": self._time,
        }

    def expression(self) -> str:
        self._bound = []
        return self.any(self._random.choice((1, 2, 2, 3, 3, 4)))

    def any(self, depth: int) -> str:
        return self._of(
            self._random.choice(("number", "text", "bool", "list", "list", "list", "dict", "set", "time")), depth
        )

    def _of(self, kind: str, depth: int) -> str:
        roll = self._random.random()
        if roll < 0.04:
            kind = self._random.choice(("number", "text", "bool", "list", "dict"))
        if depth > 0 and roll > 0.93:
            return self._odd(kind, depth - 1)
        return self._kinds[kind](depth)

    def _odd(self, kind: str, depth: int) -> str:
        """Forms that give any type."""
        inner = self._of(kind, depth)
        forms = (
            lambda: f"coalesce($.z, {inner})",
            lambda: f"switch({self._of('bool', depth)} => {inner}, true => {self._of(kind, depth)})",
            lambda: self._let(kind, depth),
            lambda: f"({inner})",
            lambda: f"({self._of('bool', depth)} and {inner})",
            lambda: f"({inner} or {self._of(kind, depth)})",
            lambda: f"[{inner}, {self.any(depth)}][{self._random.choice((0, 1, -1, 2))}]",
            lambda: f"[{inner}].first()",
            lambda: f"{{k => {inner}}}.k",
            lambda: f"({inner})?.len()",
            lambda: f"with({inner}) -> $",
        )
        return self._random.choice(forms)()

    def _let(self, kind: str, depth: int) -> str:
        name = f"v{len(self._bound)}"
        value = self.any(depth)
        self._bound.append(name)
        body = self._of(kind, depth)
        uses = self._random.choice(
            (f"${name}", f"[${name}, ${name}.len()]", f"[${name}.first(0), ${name}.toList()]", body)
        )
        self._bound.pop()
        return f"(let({name} => {value}) -> {uses})"

    def _pick(self, leaves: tuple[str, ...], forms: tuple[Callable[[], str], ...], depth: int) -> str:
        if depth <= 0 or self._random.random() < 0.15:
            if self._bound and self._random.random() < 0.2:
                return f"${self._random.choice(self._bound)}"
            return self._random.choice(leaves)
        return self._random.choice(forms)()

    def _number(self, depth: int) -> str:
        one = depth - 1
        return self._pick(
            ("$.n", "$.m", "$.f", "1", "2", "0", "7", "0.5", "3", "$.l[0]", "$.d.k", "$.rows[0].a", "$.d.get(k, 1)"),
            (
                lambda: f"({self._of('number', one)} {self._random.choice('+-*/')} {self._of('number', one)})",
                lambda: f"({self._of('number', one)} mod {self._of('number', one)})",
                lambda: f"(-{self._of('number', one)})",
                lambda: f"{self._of('list', one)}.len()",
                lambda: f"len({self.any(one)})",
                lambda: (
                    f"{self._of('list', one)}.{self._random.choice(('sum()', 'max()', 'min()', 'count()', 'sum(1)', 'max(3)'))}"
                ),
                lambda: f"int({self.any(one)})",
                lambda: f"float({self.any(one)})",
                lambda: f"{self._random.choice(('abs', 'round', 'sign'))}({self._of('number', one)})",
                lambda: f"{self._random.choice(('max', 'min'))}({self.any(one)}, {self.any(one)})",
                lambda: f"{self._of('list', one)}.indexOf({self.any(one)})",
                lambda: f"{self._of('list', one)}.indexWhere({self._item('bool', one)})",
                lambda: f"{self._of('list', one)}.aggregate($1 + $2{self._random.choice(('', ', 0'))})",
            ),
            depth,
        )

    def _text(self, depth: int) -> str:
        one = depth - 1
        return self._pick(
            ("$.s", "$.t", "'a'", "ab", "''", "'a,b'", "$.d.b", "$.w[0]"),
            (
                lambda: f"({self._of('text', one)} + {self._of('text', one)})",
                lambda: f"concat({self._of('text', one)}, {self._of('text', one)})",
                lambda: f"str({self.any(one)})",
                lambda: (
                    f"{self._of('text', one)}.{self._random.choice(('toUpper()', 'toLower()', 'trim()', 'norm()', 'trim(a)'))}"
                ),
                lambda: f"{self._of('list', one)}.join({self._of('text', one)})",
                lambda: f"{self._of('text', one)}.replace({self._of('text', 0)}, {self._of('text', 0)})",
                lambda: f"{self._of('text', one)}.substring({self._of('number', 0)}, {self._of('number', 0)})",
                lambda: f"{self._of('text', one)} * {self._of('number', 0)}",
                lambda: f"regex({self._of('text', 0)}).search({self._of('text', one)})",
                lambda: f"json_dump({self.any(one)})",
                lambda: f"yaml_dump({self.any(one)})",
                lambda: f"{self._of('time', one)}.format('%Y-%j')",
            ),
            depth,
        )

    def _bool(self, depth: int) -> str:
        one = depth - 1
        return self._pick(
            ("$.b", "true", "false", "$.z", "$.deep", "$.d.k"),
            (
                lambda: f"({self.any(one)} {self._random.choice(('=', '!='))} {self.any(one)})",
                lambda: (
                    f"({self._of('number', one)} {self._random.choice(('<', '<=', '>', '>='))} {self._of('number', one)})"
                ),
                lambda: f"({self.any(one)} {self._random.choice(('<', '>', '<=', '>='))} {self.any(one)})",
                lambda: f"(not {self.any(one)})",
                lambda: f"({self._of('bool', one)} {self._random.choice(('and', 'or'))} {self._of('bool', one)})",
                lambda: f"({self.any(one)} in {self._of(self._random.choice(('list', 'text', 'set')), one)})",
                lambda: f"{self._of('list', one)}.{self._random.choice(('any', 'all'))}({self._item('bool', one)})",
                lambda: f"{self._of('list', one)}.{self._random.choice(('any()', 'all()'))}",
                lambda: f"{self._of('list', one)}.contains({self.any(one)})",
                lambda: f"{self._of('dict', one)}.containsKey({self.any(0)})",
                lambda: (
                    f"({self._of('text', one)} {self._random.choice(('=~', '!~'))} {self._random.choice(('a', repr('b$'), '$.s'))})"
                ),
                lambda: (
                    f"is{self._random.choice(('String', 'Number', 'Integer', 'Boolean', 'Dict', 'List', 'Set', 'Empty'))}({self.any(one)})"
                ),
                lambda: (
                    f"{self._of('text', one)}.{self._random.choice(('startsWith', 'endsWith', 'matches'))}({self._of('text', 0)})"
                ),
                lambda: f"bool({self.any(one)})",
            ),
            depth,
        )

    def _item(self, kind: str, depth: int) -> str:
        """A lambda's body: about an item most of the time."""
        if self._random.random() < 0.6:
            return self._random.choice(
                (
                    "$",
                    "$.a",
                    "$.k",
                    "$ > 1",
                    "$.a > 1",
                    "$.b = a",
                    "$.tags",
                    "not $",
                    "$.x.k",
                    "$.b",
                    "-$",
                    "$.a + 1",
                    "[$]",
                    "str($)",
                    "$.tags.where($ != a)",
                    "$.get(k)",
                    "{k => $}",
                    "$[0]",
                    "$.len()",
                    "$.tags.len()",
                )
            )
        return self._of(kind, depth)

    def _chain(self, depth: int) -> str:
        """A list whose items are of one type, and methods that look at such items: these mostly succeed."""
        flavour = self._random.choice(("rows", "rows", "numbers", "texts"))
        made = self._random.choice(_LEAVES[flavour])
        for _ in range(self._random.randrange(depth + 2)):
            key, test, other = (self._random.choice(_ITEMS[flavour][kind]) for kind in ("key", "test", "key"))
            form, flavour = self._random.choice(_STEPS[flavour])
            made += form.format(key=key, test=test, other=other)
        return made + self._random.choice(_ENDS[flavour])

    def _list(self, depth: int) -> str:
        if self._random.random() < 0.4:
            return self._chain(depth)
        one = depth - 1
        source = lambda: self._of("list", one)  # noqa: E731
        return self._pick(
            (
                "$.l",
                "$.w",
                "$.rows",
                "$.rows",
                "[1, 2, 3]",
                "[]",
                "$.rows.a",
                "$.rows.tags",
                "$.deep",
                "range(3)",
                "[a, $.n]",
            ),
            (
                lambda: f"{source()}.where({self._item('bool', one)})",
                lambda: f"{source()}.select({self._item('text', one)})",
                lambda: f"{source()}.where({self._item('bool', one)}).select({self._item('text', one)})",
                lambda: f"{source()}.{self._random.choice(FIELDS)}",
                lambda: f"({source()} + {source()})",
                lambda: f"[{self.any(one)}, {self.any(one)}]",
                lambda: f"{source()}.{self._random.choice(('limit', 'skip', 'take'))}({self._of('number', 0)})",
                lambda: (
                    f"{source()}.{self._random.choice(('toList()', 'flatten()', 'distinct()', 'reverse()', 'enumerate()', 'toSet()'))}"
                ),
                lambda: (
                    f"{source()}.{self._random.choice(('orderBy', 'orderByDescending'))}({self._item('number', one)})"
                ),
                lambda: f"{source()}.orderBy({self._item('number', 0)}).thenByDescending({self._item('number', 0)})",
                lambda: (
                    f"{source()}.groupBy({self._item('text', 0)}{self._random.choice(('', ', $', ', $.a', ', $.a, $.len()', ', $, $[0]'))})"
                ),
                lambda: f"{source()}.selectMany({self._item('list', one)})",
                lambda: f"{source()}.distinct({self._item('text', one)})",
                lambda: f"{source()}.append({self.any(one)})",
                lambda: f"{source()}.concat({source()})",
                lambda: f"{source()}.zip({source()})",
                lambda: f"{source()}.insert({self._random.choice(('0', '1', '-1', '9'))}, {self.any(one)})",
                lambda: f"{source()}.{self._random.choice(('takeWhile', 'skipWhile'))}({self._item('bool', one)})",
                lambda: f"{self._of('text', one)}.split({self._random.choice((',', 'a', ''))!r})",
                lambda: f"{self._of('dict', one)}.{self._random.choice(('keys', 'values', 'items'))}()",
                lambda: f"list({self.any(one)}, {self.any(one)})",
                lambda: f"({self._of('text', 0)}.split(',') + {source()})[0]",
                lambda: f"({source()} + {source()})[0]",
                lambda: f"{source()} * {self._random.choice(('0', '2', '-1'))}",
                lambda: f"{source()}.{self._random.choice(('first', 'last'))}({self._random.choice(('', '0', '[]'))})",
                lambda: f"{source()}[{self._random.choice(('0', '1', '-1', '5', 'a', 'true'))}]",
                lambda: f"json_parse(json_dump({source()}))",
                lambda: f"{source()}.join({source()}, $1 = $2, [$1, $2])",
            ),
            depth,
        )

    def _dict(self, depth: int) -> str:
        one = depth - 1
        return self._pick(
            ("$.d", "$.rows[0]", "{a => 1}", "{}", "$", "$.d.x", "dict(k => $.n)"),
            (
                lambda: (
                    f"{{{self._random.choice(('a', 'k', repr('b c')))} => {self.any(one)}, {self._of('text', 0)} => {self.any(one)}}}"
                ),
                lambda: f"({self._of('dict', one)} + {self._of('dict', one)})",
                lambda: f"{self._of('dict', one)}.set({self._random.choice(('a', 'z', '1', '$.n'))}, {self.any(one)})",
                lambda: f"{self._of('dict', one)}.set({self._of('dict', one)})",
                lambda: f"{self._of('dict', one)}.delete({self._random.choice(FIELDS)})",
                lambda: (
                    f"{self._of('list', one)}.toDict({self._item('text', one)}{self._random.choice(('', ', $', ', $.a', ', 1'))})"
                ),
                lambda: (
                    f"{self._of('dict', one)}.mergeWith({self._of('dict', one)}{self._random.choice(('', ', $1 + $2'))})"
                ),
                lambda: f"dict({self._of('list', one)})",
                lambda: f"{self._of('dict', one)}.get({self._random.choice(FIELDS)}, {self.any(one)})",
                lambda: f"{self._of('dict', one)}[{self._random.choice(FIELDS)}]",
                lambda: f"{self._of('dict', one)}.{self._random.choice(FIELDS)}",
                lambda: f"{self._of('dict', one)}?.{self._random.choice(FIELDS)}",
            ),
            depth,
        )

    def _set(self, depth: int) -> str:
        one = depth - 1
        return self._pick(
            ("set(1, 2)", "$.l.toSet()", "set()", "$.w.toSet()"),
            (
                lambda: f"{self._of('list', one)}.toSet()",
                lambda: (
                    f"{self._of('set', one)}.{self._random.choice(('union', 'intersect', 'difference'))}({self._of('set', one)})"
                ),
                lambda: f"({self._of('set', one)} {self._random.choice('+-')} {self._of('set', one)})",
                lambda: f"{self._of('set', one)}.{self._random.choice(('add', 'remove'))}({self.any(0)})",
            ),
            depth,
        )

    def _time(self, depth: int) -> str:
        one = depth - 1
        return self._pick(
            (
                "datetime('2015-08-29T01:02:03Z')",
                "timespan(hours => 3)",
                "datetime(2020, 2, 29)",
                "timespan(days => 1, minutes => 5)",
            ),
            (
                lambda: (
                    f"({self._of('time', one)} {self._random.choice('+-*/')} {self._of(self._random.choice(('time', 'number')), one)})"
                ),
                lambda: (
                    f"{self._of('time', one)}.{self._random.choice(('year', 'hours', 'seconds', 'utc', 'date', 'offset', 'weekday'))}"
                ),
            ),
            depth,
        )


def smaller(expression: str) -> Iterator[str]:
    """Parts of an expression that are expressions: what is in brackets, and what is left of the last dot."""
    opened: list[int] = []
    for place, character in enumerate(expression):
        if character in "([{":
            opened.append(place)
        elif character in ")]}" and opened:
            start = opened.pop()
            inner = expression[start + 1 : place]
            yield inner
            yield expression[:start] + "(1)" + expression[place + 1 :]
            yield from (piece for piece in inner.split(", ") if piece != inner)
            yield expression[: place + 1]
        elif character == "." and not opened:
            yield expression[:place]
