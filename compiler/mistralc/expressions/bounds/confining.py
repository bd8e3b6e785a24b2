"""Expressions of both languages handed to another process, with what they read of the context."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistralc.expressions.bounds import direct, guard
from mistralc.expressions.bounds.limits import Limits, limits_of_environment
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import DEFAULT_OPTIONS, Options
from mistralc.expressions.read_set import Reads


def confine_yaql(
    source: str, context: Any, functions: FunctionProvider, options: Options, limits: Limits | None = None
) -> Any:
    """The value of a YAQL expression, evaluated in another process under the limits."""
    from mistralc.expressions.yaql.analysis import source_reads

    visible = _sent(context, source_reads(source, options))
    return guard.confined(direct.YAQL, source, visible, functions, options, limits or limits_of_environment())


def confine_jinja(
    text: str,
    context: Any,
    functions: FunctionProvider,
    read: Reads,
    *,
    bare: bool,
    limits: Limits | None = None,
) -> Any:
    """The value of a text with Jinja, or of a bare expression, evaluated in another process under the limits."""
    kind = direct.JINJA if bare else direct.JINJA_TEXT
    limits = limits or limits_of_environment()
    return guard.confined(kind, text, _sent(context, read), functions, DEFAULT_OPTIONS, limits)


def _sent(context: Any, read: Reads) -> Any:
    """The part of the context the other process needs, as a plain dict: a mapping of the caller's stays here."""
    return dict(read.restrict(context)) if isinstance(context, Mapping) else context
