"""YAQL in texts, without evaluating it: is it valid, what does it read. The yaql library is not imported for it.

Only where an operator has changed the language itself (``keyword_operator``, ``allow_delegates``) does yaql's own
parser judge.
"""

from __future__ import annotations

from functools import lru_cache

from mistralc.expressions.errors import ExpressionSyntaxError
from mistralc.expressions.options import DEFAULT_OPTIONS, Options
from mistralc.expressions.read_set import NOTHING, Reads, merge
from mistralc.expressions.text import yaql_parts
from mistralc.expressions.yaql.ast import Node
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.reads import reads as tree_reads

_CACHE_SIZE = 2048


def validate(text: str, options: Options) -> None:
    """Raise ExpressionSyntaxError for the first expression of the text that yaql cannot parse."""
    for part in yaql_parts(text):
        validate_source(part.source, options, part.offset)


def validate_source(source: str, options: Options, start: int = 0) -> None:
    """Raise ExpressionSyntaxError when yaql cannot parse the expression, which begins at ``start`` in its text."""
    try:
        tree_of(source, options)
    except ExpressionSyntaxError as error:
        offset, end = ((place or 0) + start for place in (error.offset, error.end))
        raise ExpressionSyntaxError(error.message, offset, "yaql", end) from error


def reads(text: str, options: Options) -> Reads:
    """What the expressions of a text read. One that cannot be parsed reads nothing: it fails with any context."""
    found: list[Reads] = [NOTHING]
    for part in yaql_parts(text):
        try:
            found.append(source_reads(part.source.strip(), options))
        except ExpressionSyntaxError:
            continue
    return merge(found)


@lru_cache(maxsize=_CACHE_SIZE)
def source_reads(source: str, options: Options) -> Reads:
    """What one expression without its marks reads. Raises ExpressionSyntaxError."""
    return tree_reads(tree_of(source, options))


def tree_of(source: str, options: Options) -> Node:
    """The tree of one expression without its marks. Raises ExpressionSyntaxError."""
    standard = DEFAULT_OPTIONS
    if (options.keyword_operator, options.allow_delegates) == (standard.keyword_operator, standard.allow_delegates):
        return parse(source)
    from mistralc.expressions.yaql.library_tree import parsed

    return parsed(source, options)
