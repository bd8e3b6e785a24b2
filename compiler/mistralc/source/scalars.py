"""What a scalar stands for, by the rules of YAML 1.1 that Mistral's loader applies (`yes` is true, `010` is 8)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

_STRING = "tag:yaml.org,2002:str"
MERGE = "tag:yaml.org,2002:merge"
_RESOLVERS: dict[str | None, list[tuple[str, Any]]] = yaml.SafeLoader.yaml_implicit_resolvers
_CONSTRUCTORS: dict[str | None, Any] = yaml.SafeLoader.yaml_constructors
_LOADER = yaml.SafeLoader("")
"""What the constructors are given; those of scalars keep nothing in it."""


class UnreadableScalar(ValueError):
    """The text has the form of a type (a date, say) but not a value of it, or asks for a type there is none of."""


@lru_cache(maxsize=4096)
def plain_tag(text: str) -> str:
    """The tag an unquoted scalar resolves to."""
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return _STRING


def plain(text: str) -> Any:
    """The value of an unquoted scalar. Raises UnreadableScalar."""
    tag = plain_tag(text)
    return text if tag == _STRING else tagged(tag, text)


def tagged(tag: str, text: str) -> Any:
    """The value of a scalar whose type is known. Raises UnreadableScalar."""
    construct = _CONSTRUCTORS.get(tag)
    if construct is None:
        raise UnreadableScalar(f"nothing of type '{tag}' can be read")
    try:
        return construct(_LOADER, yaml.ScalarNode(tag, text))
    except (ValueError, ArithmeticError, TypeError, yaml.YAMLError) as error:
        raise UnreadableScalar(str(error)) from error
