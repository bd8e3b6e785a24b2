"""Trees for tests: in one comparable form for our parser and yaql's, back to text, and made by hypothesis."""

from __future__ import annotations

# yaql uses collections.abc without importing it, so it must be imported before.
import collections.abc  # noqa: F401
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from yaql.language import exceptions, factory, utils
from yaql.language import expressions as library

from mistralc.expressions.yaql import ast
from mistralc.expressions.yaql.walk import children


def tries(examples: int) -> settings:
    """Hypothesis' settings: a busy machine is no fault of the parser."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


ROWS = [
    (".", "?."),
    ("[]",),
    ("-x", "+x"),
    ("=~", "!~"),
    ("*", "/", "mod"),
    ("+", "-"),
    (">", "<", ">=", "<=", "!=", "=", "in"),
    ("not x",),
    ("and",),
    ("or",),
    ("->",),
]
ROW = {operator: number for number, row in enumerate(ROWS) for operator in row}
PREFIX = {"-": ROW["-x"], "+": ROW["+x"], "not": ROW["not x"]}
LAST = len(ROWS) - 1
WORDS = {"mod", "in", "and", "or", "not", "true", "false", "null"}


def plain(node: ast.Node) -> tuple[Any, ...]:
    """Our tree without its places."""
    kind = type(node).__name__
    match node:
        case ast.Constant():
            return kind, type(node.value).__name__, repr(node.value)
        case ast.Keyword() | ast.Variable():
            return kind, node.name
        case ast.Unary() | ast.Binary():
            return kind, node.operator, *map(plain, children(node))
        case ast.Call():
            return kind, node.name, *map(plain, node.arguments)
    return kind, *map(plain, children(node))


# What Mistral's validator takes for a text that is no expression.
REJECTED = (exceptions.YaqlException, KeyError, ValueError, TypeError)


@cache
def _engine() -> Any:
    return factory.YaqlFactory(keyword_operator="=>", allow_delegates=False).create()


def library_parse(text: str) -> Any:
    """yaql's own tree, with Mistral's options. Raises one of REJECTED."""
    return _engine()(text).expression


def library_plain(node: Any) -> tuple[Any, ...]:
    """yaql's tree in the same form."""
    if node is utils.NO_VALUE:
        return ("Skipped",)
    kind = type(node)
    if kind is library.Constant:
        return "Constant", type(node.value).__name__, repr(node.value)
    if kind is library.KeywordConstant:
        return "Keyword", node.value
    if kind is library.GetContextValue:
        return "Variable", node.path.value
    if kind is library.Wrap:
        return "Wrapped", library_plain(node.expr)
    if kind is library.MappingRuleExpression:
        return "Pair", library_plain(node.source), library_plain(node.destination)
    parts = map(library_plain, node.args)
    if kind is library.UnaryOperator:
        return "Unary", node.operator, *parts
    if kind is library.BinaryOperator:
        return "Binary", node.operator, *parts
    if kind is library.Function:
        return "Call", node.name, *parts
    displays = {library.IndexExpression: "Index", library.ListExpression: "ListDisplay"}
    return displays.get(kind, "MapDisplay"), *parts


def unparse(node: ast.Node) -> str:
    """A text of the tree, with blanks between all tokens where they may stand."""
    match node:
        case ast.Constant():
            return _constant(node.value)
        case ast.Keyword() | ast.Variable():
            return node.name
        case ast.Wrapped():
            return f"( {unparse(node.inner)} )"
        case ast.Unary():
            return f"{node.operator} {unparse(node.operand)}"
        case ast.Binary():
            return f"{unparse(node.left)} {node.operator} {unparse(node.right)}"
        case ast.Pair():
            return f"{unparse(node.key)} => {unparse(node.value)}"
        case ast.Skipped():
            return ""
    return _bracketed(node)


def _bracketed(node: ast.Node) -> str:
    match node:
        case ast.Index():
            return f"{unparse(node.target)} [{_arguments(node.arguments)}]"
        case ast.ListDisplay():
            return f"[{_arguments(node.items)}]"
        case ast.MapDisplay():
            return f"{{{_arguments(node.items)}}}"
    assert isinstance(node, ast.Call)
    return f"{node.name}({_arguments(node.arguments)})"


def _arguments(arguments: tuple[ast.Node, ...]) -> str:
    return " , ".join(map(unparse, arguments))


def _constant(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return {"True": "true", "False": "false", "None": "null"}.get(repr(value), repr(value))


def _wrapped(node: ast.Node) -> ast.Node:
    return ast.Wrapped(0, 0, node)


def _row(node: ast.Node) -> int:
    """The row of the operator at the top; -1 for what is complete in itself."""
    match node:
        case ast.Binary():
            return ROW[node.operator]
        case ast.Unary():
            # Even `a * -b` takes in what follows it, so it is put in parentheses everywhere but at the top.
            return LAST + 1
        case ast.Index():
            return ROW["[]"]
    return -1


def _binary(operator: str, left: ast.Node, right: ast.Node) -> ast.Node:
    row = ROW[operator]
    from_the_right = row == LAST
    keep_left = _row(left) < row or (_row(left) == row and not from_the_right)
    keep_right = _row(right) < row or (_row(right) == row and from_the_right)
    left, right = left if keep_left else _wrapped(left), right if keep_right else _wrapped(right)
    return ast.Binary(0, 0, operator, left, right)


def _unary(operator: str, operand: ast.Node) -> ast.Node:
    keep = _row(operand) < PREFIX[operator] or isinstance(operand, ast.Unary)
    return ast.Unary(0, 0, operator, operand if keep else _wrapped(operand))


def _index(target: ast.Node, arguments: tuple[ast.Node, ...]) -> ast.Node:
    return ast.Index(0, 0, target if _row(target) <= ROW["[]"] else _wrapped(target), arguments)


def _call_arguments(values: list[ast.Node | None], pairs: list[tuple[ast.Node, ast.Node]]) -> tuple[ast.Node, ...]:
    """Legal arguments: values may be left out, but not at the end, and one at most before the pairs."""
    while values and values[-1] is None:
        values.pop()
    made = [ast.Skipped(0, 0) if value is None else value for value in values]
    return *made, *(ast.Pair(0, 0, key, value) for key, value in pairs)


NAMES = st.from_regex(r"[^\W\d_]\w{0,5}", fullmatch=True).filter(lambda name: name not in WORDS)
KEYWORDS = st.builds(ast.Keyword, st.just(0), st.just(0), NAMES)
TEXTS = st.builds(ast.Constant, st.just(0), st.just(0), st.text(max_size=6))
DOLLAR = ast.Variable(0, 0, "$")


def _path(name: ast.Node, key: ast.Node, form: int) -> ast.Node:
    """A read of the context in one of its forms; chance alone makes hardly any."""
    member = ast.Binary(0, 0, ".", DOLLAR, name)
    getter = ast.Binary(0, 0, "?.", DOLLAR, ast.Call(0, 0, "get", (key, member)))
    return (member, ast.Index(0, 0, DOLLAR, (key,)), ast.Index(0, 0, member, (key,)), getter)[form]


ATOMS = st.one_of(
    KEYWORDS,
    st.builds(_path, KEYWORDS, TEXTS | KEYWORDS, st.integers(0, 3)),
    TEXTS,
    st.builds(ast.Variable, st.just(0), st.just(0), st.sampled_from(["$", "$1", "$name", "$__env"])),
    st.builds(ast.Constant, st.just(0), st.just(0), st.integers(0, 10**6) | st.none() | st.booleans()),
    st.builds(ast.Constant, st.just(0), st.just(0), st.decimals(0, 1000, places=2).map(float)),
)


def _above(inner: st.SearchStrategy[ast.Node]) -> st.SearchStrategy[ast.Node]:
    arguments = st.builds(
        _call_arguments,
        st.lists(inner | st.none(), max_size=3),
        st.lists(st.tuples(inner, inner), max_size=2),
    )
    operators = [operator for operator in ROW if operator not in ("[]", "-x", "+x", "not x")]
    return st.one_of(
        st.builds(_binary, st.sampled_from(operators), inner, inner),
        st.builds(_unary, st.sampled_from(sorted(PREFIX)), inner),
        st.builds(_wrapped, inner),
        st.builds(_index, inner, arguments),
        st.builds(ast.Call, st.just(0), st.just(0), NAMES | st.sampled_from(["not", "in", "__f"]), arguments),
        st.builds(ast.ListDisplay, st.just(0), st.just(0), arguments),
        st.builds(ast.MapDisplay, st.just(0), st.just(0), arguments),
    )


TREES = st.recursive(ATOMS, _above, max_leaves=12)
