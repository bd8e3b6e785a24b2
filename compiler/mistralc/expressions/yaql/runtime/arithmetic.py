"""Operators that compute, and what sum(), abs() and their like make of numbers."""

from __future__ import annotations

from typing import Any

from mistralc.expressions.bounds.limits import is_worker
from mistralc.expressions.yaql.runtime import times
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import NUMBERS, SEQUENCES, SETS, Chained, CombinedSet, each

MUCH, LITTLE = 1_000_000, 100
"""Characters or items that a product may have where it is computed: once, and where it may be computed many times."""


def add(left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    if (kind in NUMBERS and other in NUMBERS) or (kind is str and other is str):
        return left + right
    if kind in SEQUENCES and other in SEQUENCES:
        return [*left, *right]
    return _add_rest(left, right)


def add_unclear(left: Any, right: Any) -> Any:
    """The sum where a list may be one of yaql's own: two of these make an iterator, two tuples make a tuple."""
    if type(left) in SEQUENCES or type(right) in SEQUENCES:
        raise Deopt
    return add(left, right)


def _add_rest(left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    if kind is dict and other is dict:
        return {**left, **right}
    if kind in SETS and other in SETS:
        return CombinedSet(left.union(right))
    if kind in times.TYPES and other in times.TYPES:
        return times.add(left, right)
    return Chained(each(left), each(right))


def subtract(left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    if kind in NUMBERS and other in NUMBERS:
        return left - right
    if kind in times.TYPES and other in times.TYPES:
        return times.subtract(left, right)
    if kind in SETS and other in SETS:
        return CombinedSet(left.difference(right))
    raise Deopt


def multiply(left: Any, right: Any, most: int = MUCH) -> Any:
    kind, other = type(left), type(right)
    if kind in NUMBERS and other in NUMBERS:
        return left * right
    if kind is int and (other is str or other in SEQUENCES):
        return _repeated(right, left, most)
    if other is int and (kind is str or kind in SEQUENCES):
        return _repeated(left, right, most)
    return times.multiply(left, right)


def multiply_inside(left: Any, right: Any) -> Any:
    """The product inside of lambdas."""
    return multiply(left, right, LITTLE)


def _repeated(value: Any, number: int, most: int) -> Any:
    """A text or a list so many times, if that is not much; the process that evaluates for others is limited itself."""
    if len(value) * number > most and not is_worker():
        raise Deopt
    return value * number


def divide(left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    if kind is int and other is int:
        return left // right
    if kind in NUMBERS and other in NUMBERS:
        return left / right
    return times.divide(left, right)


def modulo(left: Any, right: Any) -> Any:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return left % right
    raise Deopt


def negative(value: Any) -> Any:
    return -number_or_span(value)


def positive(value: Any) -> Any:
    return +number_or_span(value)


def number_or_span(value: Any) -> Any:
    if type(value) in NUMBERS or type(value) is times.TIMESPAN:
        return value
    raise Deopt


def number(value: Any) -> Any:
    """The value, if it is a number (a bool is none)."""
    if type(value) in NUMBERS:
        return value
    raise Deopt


def absolute(value: Any) -> Any:
    return abs(number(value))


def rounded(value: Any, digits: Any = 0) -> Any:
    if type(digits) is not int:
        raise Deopt
    return round(number(value), digits)


def power(base: Any, exponent: Any, modulus: Any = None) -> Any:
    return pow(number(base), number(exponent), None if modulus is None else number(modulus))


def sign(value: Any) -> int:
    number(value)
    return 1 if value > 0 else -1 if value < 0 else 0
