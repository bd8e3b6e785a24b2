"""What `$` is inside a lambda."""

from __future__ import annotations

from mistralc.expressions.types.lattice import Type, item_of
from mistralc.expressions.types.scope import Scope

_BY_ELEMENT = frozenset(
    {"all", "any", "distinct", "filter", "groupBy", "indexWhere", "lastIndexWhere", "map", "orderBy"}
    | {"orderByDescending", "select", "selectMany", "skipWhile", "sliceWhere", "splitWhere", "takeWhile", "thenBy"}
    | {"thenByDescending", "toDict", "where"}
)
"""Functions that call their lambdas with each element (but for the aggregator of groupBy)."""


def lambda_scope(function: str, parameter: str, receiver: Type, scope: Scope) -> Scope:
    """The scope of an argument that the function evaluates itself."""
    if function == "assert":
        return scope.element(receiver)
    if function in _BY_ELEMENT and parameter != "aggregator":
        return scope.element(item_of(receiver))
    return scope.unknown()
