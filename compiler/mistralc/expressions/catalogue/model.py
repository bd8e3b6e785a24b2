"""What the catalogue says about one function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LAZY_TYPES = frozenset({"lambda", "expression", "pair"})
"""Parameters that get the expression itself: it is evaluated by the function, often, or never."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``type`` is in the notation of ``mistralc.expressions.types``, or a word such as ``lambda``.

    ``kind`` is ``positional`` (by place or by name), ``named`` (by name only), ``rest`` (``*values``) or
    ``named-rest`` (``**values``). ``default`` is what the function takes when it is left out, as text.
    """

    name: str
    type: str
    kind: str = "positional"
    required: bool = True
    default: str | None = None

    def __str__(self) -> str:
        stars = {"rest": "*", "named-rest": "**"}.get(self.kind, "")
        typed = f"{stars}{self.name}: {self.type}" if self.type != "any" else f"{stars}{self.name}"
        if self.required or stars:
            return typed
        return f"{typed} = {self.default}" if self.default is not None else f"[{typed}]"


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function. A method's first parameter is its receiver."""

    parameters: tuple[Parameter, ...]
    result: str
    function: bool = True
    method: bool = False
    named: bool = True
    """Whether arguments may be given by name; otherwise ``a => b`` is an argument of its own."""


@dataclass(frozen=True, slots=True)
class Example:
    """An expression without marks and its value as JSON text (what Mistral would store)."""

    expression: str
    result: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function, operator or property of YAQL, a filter, test or global of Jinja, a function of Mistral or a site.

    ``key`` is the name the language looks it up under (``#operator_+`` for ``+``), the same as ``name`` for most.
    """

    key: str
    name: str
    language: str
    kind: str
    doc: str
    overloads: tuple[Overload, ...]
    examples: tuple[Example, ...] = ()

    def signatures(self) -> Iterator[str]:
        """One line for each way to write a call."""
        for overload in self.overloads:
            yield from (f"{form} -> {overload.result}" for form in _forms(self, overload))

    def as_object(self) -> dict[str, Any]:
        """The JSON form: a public interface, no key is ever removed or renamed."""
        return {
            "name": self.name,
            "language": self.language,
            "kind": self.kind,
            "doc": self.doc,
            "signatures": list(self.signatures()),
            "overloads": [
                {
                    "parameters": [
                        {
                            "name": parameter.name,
                            "type": parameter.type,
                            "kind": parameter.kind,
                            "required": parameter.required,
                            "default": parameter.default,
                        }
                        for parameter in overload.parameters
                    ],
                    "result": overload.result,
                    "function": overload.function,
                    "method": overload.method,
                    "named_arguments": overload.named,
                }
                for overload in self.overloads
            ],
            "examples": [{"expression": e.expression, "result": e.result} for e in self.examples],
        }


def _forms(function: Function, overload: Overload) -> Iterator[str]:
    words = [str(parameter) for parameter in overload.parameters]
    if function.kind == "operator":
        yield _operator(function.name, words)
    elif function.kind == "property":
        yield f"({words[0]}){function.name}"
    elif function.kind == "filter":
        yield f"{words[0] if words else '_'} | {function.name}" + (f"({', '.join(words[1:])})" if words[1:] else "")
    elif function.kind == "test":
        yield f"{words[0] if words else '_'} is {function.name}" + (f"({', '.join(words[1:])})" if words[1:] else "")
    else:
        if overload.method:
            yield f"({words[0]}).{function.name}({', '.join(words[1:])})"
        if overload.function:
            yield f"{function.name}({', '.join(words)})"


def _operator(name: str, words: list[str]) -> str:
    if name == "[]":
        return f"({words[0]})[{', '.join(words[1:])}]"
    if name in ("[...]", "{...}", "$"):
        return name.replace("...", ", ".join(words))
    if name.startswith("unary "):
        return f"{name.removeprefix('unary ')} ({words[0]})"
    return f" {name} ".join(f"({word})" for word in (words * 2 if len(words) == 1 else words))
