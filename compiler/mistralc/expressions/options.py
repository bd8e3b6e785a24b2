"""The operator's settings of the expression languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Mistral's ``[yaql]`` and ``[expressions]`` settings, under their names and with their defaults.

    ``limit_iterators`` counts elements, ``memory_quota`` bytes; -1 is no limit.
    """

    limit_iterators: int = -1
    memory_quota: int = -1
    convert_input_data: bool = True
    convert_output_data: bool = True
    convert_tuples_to_lists: bool = True
    convert_sets_to_lists: bool = False
    iterable_dicts: bool = False
    keyword_operator: str = "=>"
    allow_delegates: bool = False
    allowed_languages: tuple[str, ...] = ("yaql", "jinja")


DEFAULT_OPTIONS = Options()
