"""One YAQL expression evaluated: by its compiled function where that is exact, by the yaql library otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from mistralc.expressions.bounds.growth import size_of
from mistralc.expressions.bounds.limits import is_worker
from mistralc.expressions.bounds.risk import librarys_risk
from mistralc.expressions.errors import FunctionUnavailable, YaqlError
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import DEFAULT_OPTIONS, Options
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.yaql.ast import Call, Node
from mistralc.expressions.yaql.compiler import Compiled, Unsupported, compiled
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.runtime.foreign import Recorder

CACHE_SIZE = 4096
Evaluator = Callable[[Any, FunctionProvider], Any]


@lru_cache(maxsize=CACHE_SIZE)
def function_of(source: str) -> Compiled | None:
    """The compiled function of an expression (stripped, without its marks); None leaves it to the library."""
    try:
        tree = parse(source)
        if site_function_names() & _called(tree):
            # A site may put its function before one of the library's; its effects are not ours to repeat.
            return None
        return compiled(tree)
    except (Unsupported, RecursionError, ValueError):
        return None


def _called(node: Node) -> set[str]:
    """The names of the functions and methods that are called."""
    found: set[str] = set()
    pending: list[Any] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, tuple):
            pending += part
        elif isinstance(part, Node):
            if isinstance(part, Call):
                found.add(part.name)
            pending += [getattr(part, field.name) for field in fields(part)]
    return found


@lru_cache(maxsize=8)
def _exact(options: Options) -> bool:
    """Whether compiled code does what these options say: it has no limits and Mistral's default conversions."""
    return replace(options, allowed_languages=DEFAULT_OPTIONS.allowed_languages) == DEFAULT_OPTIONS


def evaluate(source: str, context: Any, functions: FunctionProvider, options: Options) -> Any:
    """The value of one expression (stripped, without its marks). Raises YaqlError and FunctionUnavailable."""
    if options is DEFAULT_OPTIONS or _exact(options):
        evaluated = evaluator(source)
        if evaluated is not None:
            return evaluated(context, functions)
    return _judged(source, context, functions, options)


@lru_cache(maxsize=CACHE_SIZE)
def evaluator(source: str) -> Evaluator | None:
    """A function of context and provider that evaluates the expression under Mistral's default options.

    The same as `evaluate` with less to do each time. None when the expression is not compiled.
    """
    function = function_of(source)
    if function is None:
        return None
    run = function.run

    def evaluated(context: Any, functions: FunctionProvider) -> Any:
        # A context in yaql's form (LazyDict) is not among the types that compiled code knows.
        try:
            return run(context)
        except FunctionUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever went wrong or was not certain: the library says what it is
            pass
        return _judged(source, context, functions, DEFAULT_OPTIONS)

    def recorded(context: Any, functions: FunctionProvider) -> Any:
        recorder = Recorder(functions)
        try:
            return run(context, recorder)
        except FunctionUnavailable:
            raise
        except Exception:  # noqa: BLE001 - as above
            recorder.rewind()
        return _judged(source, context, recorder, DEFAULT_OPTIONS)

    return recorded if function.calls_out else evaluated


def _judged(source: str, context: Any, functions: FunctionProvider, options: Options) -> Any:
    answers = size_of(functions.remembered()) if isinstance(functions, Recorder) else 1
    if not is_worker() and librarys_risk(source, context, answers):
        from mistralc.expressions.bounds import confining

        return confining.confine_yaql(source, context, functions, options)
    # Loaded late: it costs 0.1 s, and most processes never need it.
    from mistralc.expressions.yaql import library

    try:
        return library.evaluate(source, context, functions, options)
    except FunctionUnavailable:
        raise
    except Exception as error:  # the libraries, sites and providers may raise anything: Mistral wraps it all
        raise YaqlError(source, str(error)) from error
