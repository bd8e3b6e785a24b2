"""YAQL through the yaql library, with Mistral's engine, context and rules for results: the judge of every expression.

What is not compiled, and whatever compiled code is not certain about, is evaluated here.
"""

from __future__ import annotations

# yaql uses collections.abc without importing it, so it must be imported before.
import collections.abc
import inspect
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import yaql
from yaql.language import exceptions as yaql_exceptions
from yaql.language import factory
from yaql.language import utils as yaql_utils

from mistralc.expressions import yaml_data
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import Options
from mistralc.expressions.read_set import Reads
from mistralc.expressions.sites import site_functions
from mistralc.expressions.standard import FUNCTIONS, PROVIDER
from mistralc.expressions.yaql.analysis import source_reads
from mistralc.expressions.yaql.runtime.foreign import Recorder
from mistralc.expressions.yaql_context import LazyDict, context_of

CACHE_SIZE = 2048
REJECTED = (yaql_exceptions.YaqlException, KeyError, ValueError, TypeError)
"""What parsing raises."""
# The parser of the library keeps its state in one object.
_PARSER_LOCK = threading.Lock()
_RESERVED = ("__env", "__execution", "__task_execution")

yaml_data.represent_as_dict(yaql_utils.FrozenDict)
yaml_data.represent_as_dict(LazyDict)


@lru_cache(maxsize=8)
def engine(options: Options) -> Any:
    """Mistral's engine under these options."""
    return factory.YaqlFactory(
        keyword_operator=options.keyword_operator, allow_delegates=options.allow_delegates
    ).create(
        options={
            "yaql.limitIterators": options.limit_iterators,
            "yaql.memoryQuota": options.memory_quota,
            "yaql.convertTuplesToLists": options.convert_tuples_to_lists,
            "yaql.convertSetsToLists": options.convert_sets_to_lists,
            "yaql.iterableDicts": options.iterable_dicts,
            "yaql.convertOutputData": options.convert_output_data,
        }
    )


@lru_cache(maxsize=1)
def root() -> Any:
    """The context of yaql with all functions: the library's, Mistral's, the site's."""
    made = yaql.create_context()
    for name, function in (FUNCTIONS | dict(site_functions())).items():
        made.register_function(function, name=name)
    return made


@lru_cache(maxsize=CACHE_SIZE)
def parse(source: str, options: Options) -> Any:
    """yaql's statement for an expression without its marks. Raises what yaql raises."""
    with _PARSER_LOCK:
        return engine(options)(source)


def frozen_dict(items: Iterable[tuple[Any, Any]]) -> Any:
    """yaql's own kind of dict."""
    return yaql_utils.FrozenDict(items)


def evaluate(source: str, context: Any, functions: FunctionProvider, options: Options) -> Any:
    """The value of an expression, as Mistral has it. Raises what the library, a site or the provider raises.

    Answers that a Recorder has are given again, for functions of the library that have other values each time, too.
    """
    statement = parse(source, options)
    scope = root().create_child_context()
    scope["$"] = context_of(context) if options.convert_input_data else context
    scope[PROVIDER] = functions
    if isinstance(functions, Recorder):
        _replay(scope, functions)
    if isinstance(context, Mapping):
        _reserve(scope, context, source_reads(source, options))
    return _unboxed(statement.evaluate(context=scope))


def _reserve(scope: Any, context: Mapping[str, Any], read: Reads) -> None:
    """Mistral's ``$__env`` and its like: set when they may be looked at, because a lookup can be costly."""
    for name in _RESERVED:
        if read.everything or name in read.variables:
            scope[name] = context.get(name)


def _replay(scope: Any, recorder: Recorder) -> None:
    """Put functions that give the recorded answers before those of the library."""
    for name in ("uuid", "now"):
        for level in root().collect_functions(name):
            for spec in level:
                # `now(offset)` is never compiled: only a call without arguments has a recorded answer.
                copy = spec.clone()
                copy.payload = _again(name, recorder, spec.payload)
                scope.register_function(copy)


def _again(name: str, recorder: Recorder, original: Callable[..., Any]) -> Callable[..., Any]:
    def again(*arguments: Any, **named: Any) -> Any:
        return recorder.once(name, (), lambda: original(*arguments, **named))

    return again


def _unboxed(result: Any) -> Any:
    if isinstance(result, yaql_utils.FrozenDict | LazyDict):
        return dict(result)
    if inspect.isgenerator(result) or isinstance(result, collections.abc.Iterator):
        return list(result)
    return result
