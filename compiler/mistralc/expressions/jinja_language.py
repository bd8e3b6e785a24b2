"""Jinja through jinja2, with Mistral's environment and rules for results."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.filters import do_indent
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mistralc.expressions.bounds.watching import evaluate_jinja
from mistralc.expressions.errors import ExpressionError, ExpressionSyntaxError, FunctionUnavailable, JinjaError
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.jinja_errors import error_offset, expression_offset, shallow
from mistralc.expressions.jinja_reads import jinja_reads
from mistralc.expressions.read_set import NOTHING, Reads
from mistralc.expressions.sites import site_functions
from mistralc.expressions.standard import FUNCTIONS, PROVIDER
from mistralc.expressions.text import whole_jinja

_CACHE_SIZE = 2048
_ABOUT_CONTEXT = frozenset({"env", "execution", "global", "task"})
_RESERVED = ("__env", "__execution", "__task_execution")


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    """Mistral's environment, but immutable: there an expression can change the context it is given."""
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Operators that can make much of little are not computed while a template is compiled.
    environment.intercepted_binops = frozenset({"*", "**", "%"})
    environment.filters["indent"] = _indent
    environment.filters.update({name: _as_filter(name) for name in FUNCTIONS})
    environment.filters.update(site_functions())
    return environment


def _indent(value: Any, *args: Any, **kwargs: Any) -> Any:
    """jinja2's filter, which adds a line break to a list in its place before it finds that it is no text."""
    if isinstance(value, list):
        value = value.copy()
    return do_indent(value, *args, **kwargs)


def _as_filter(name: str) -> Callable[..., Any]:
    """A function of Mistral used as ``_|name(…)``: what it is applied to stands for the context."""

    @jinja2.pass_context
    def apply(scope: jinja2.runtime.Context, value: Any, *args: Any, **kwargs: Any) -> Any:
        if name in _ABOUT_CONTEXT and value is not scope.parent["_"]:
            raise TypeError(f"'{name}' as a filter applies to the context only: _|{name}")
        # The parent holds what the evaluation was given; a {% set %} of the template cannot hide it.
        return scope.parent[name](*args, **kwargs)

    return apply


@lru_cache(maxsize=_CACHE_SIZE)
def _expression(source: str) -> Callable[..., Any]:
    with _quiet():
        return _environment().compile_expression(source, undefined_to_none=False)


@lru_cache(maxsize=_CACHE_SIZE)
def _template(text: str) -> jinja2.Template:
    with _quiet():
        return _environment().from_string(text)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Python's warnings about the code jinja2 makes ("'int' object is not subscriptable")."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        yield


def validate(text: str) -> None:
    """Raise ExpressionSyntaxError when jinja2 cannot parse the text as a template."""
    try:
        parsed_template(text)
    except jinja2.TemplateError as error:
        offset = error_offset(_environment(), text, error)
        raise ExpressionSyntaxError(f"Syntax error '{error}'.", offset, "jinja") from error


def parsed_template(text: str) -> nodes.Template:
    """jinja2's tree of a text with marks. Raises TemplateError."""
    with shallow():
        return _environment().parse(text)


@lru_cache(maxsize=_CACHE_SIZE)
def reads(text: str) -> Reads:
    """What a text reads. One that cannot be evaluated with any context reads nothing."""
    try:
        inner = whole_jinja(text)
        return jinja_reads(parsed_expression(inner) if inner is not None else parsed_template(text))
    except (IndexError, jinja2.TemplateError):
        return NOTHING


def parsed_expression(source: str) -> nodes.Template:
    """A template that gives the value of an expression without marks. Raises TemplateError."""
    with shallow():
        expression = Parser(_environment(), source, state="variable").parse_expression()
    template = nodes.Template([nodes.Output([expression], lineno=1)], lineno=1)
    template.set_environment(_environment())
    return template


def evaluate(text: str, context: Any, functions: FunctionProvider) -> Any:
    """The value of a text with Jinja in it: typed when the text is one ``{{ }}``, else the rendered template."""
    read = reads(text)

    def evaluated(functions: FunctionProvider) -> Any:
        with _mistrals_words(text):
            inner = whole_jinja(text)
            scope = _scope(_visible(context, read), functions)
            return _template(text).render(scope) if inner is None else _value(inner, scope)

    return evaluate_jinja(text, context, functions, read, evaluated, bare=False)


def validate_source(source: str) -> None:
    """Raise ExpressionSyntaxError when jinja2 cannot parse the expression (without its marks)."""
    try:
        parsed_expression(source)
    except jinja2.TemplateError as error:
        offset = expression_offset(_environment(), source)
        raise ExpressionSyntaxError(f"Syntax error '{error}'.", offset, "jinja") from error


def evaluate_source(source: str, context: Any, functions: FunctionProvider) -> Any:
    """The value of one expression without its marks."""
    try:
        read = jinja_reads(parsed_expression(source))
    except jinja2.TemplateError:
        read = NOTHING

    def evaluated(functions: FunctionProvider) -> Any:
        with _mistrals_words(source):
            # First, because its syntax errors are the ones Mistral words.
            _expression(source)
            return _value(source, _scope(_visible(context, read), functions))

    return evaluate_jinja(source, context, functions, read, evaluated, bare=True)


@contextmanager
def _mistrals_words(text: str) -> Iterator[None]:
    try:
        yield
    except (FunctionUnavailable, ExpressionError):
        raise
    except Exception as error:  # the library, sites and providers may raise anything: Mistral wraps it all
        raise JinjaError(text, str(error)) from error


def _value(source: str, scope: Mapping[str, Any]) -> Any:
    try:
        result = _expression(source)(scope)
        # An undefined value raises when it is used, and str() is a use; Mistral asks so too.
        str(result)
    except MemoryError as error:
        message = f"Expression evaluation exceeded the available memory [expression={source}]"
        raise ExpressionError(message, expression=source, language="jinja", reason=str(error)) from error
    return result


def _visible(context: Any, read: Reads) -> Any:
    """The context as a dict: jinja2 distinguishes keys, attributes and types, and the words of errors name them."""
    if isinstance(context, dict) or not isinstance(context, Mapping):
        return context
    return dict(read.restrict(context))


def _scope(context: Any, functions: FunctionProvider) -> dict[str, Any]:
    scope: dict[str, Any] = {"_": context}
    provider = {PROVIDER: functions}
    for name, function in FUNCTIONS.items():
        scope[name] = partial(function, provider)
    for name, function in site_functions().items():
        scope[name] = partial(function, context)
    if isinstance(context, dict):
        scope.update({name: context.get(name) for name in _RESERVED})
    return scope
