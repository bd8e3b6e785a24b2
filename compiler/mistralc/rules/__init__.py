"""The rules: one rule one file, in a package for each area, named by its code (`flow/e401_no_start.py`).

A module of a rule has a `RULE`; putting the file in its place is all the registration there is.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module

from mistralc.diagnostics import Diagnostic, DiagnosticSet
from mistralc.model import Definitions
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule

__all__ = ["Project", "Rule", "all_rules", "area_of", "check", "codes", "find", "refusals", "selects_a_rule"]

_READING = ("yaml", "shape")
"""Areas whose faults are found while a file is read: documentation, not needed for a check."""

_COMPILING = "not_yet"
"""The area of what Mistral accepts and a compilation refuses."""


def check(definitions: Definitions, project: Project | None = None) -> list[Diagnostic]:
    """Everything the rules find in the definitions of a file that could be read, in source order.

    `project` is all that is checked with it; without one the file stands alone.
    """
    areas = [module for module in _modules() if module.split(".")[0] not in (*_READING, _COMPILING)]
    return _run(definitions, project or Project([definitions]), areas)


def refusals(definitions: Definitions) -> list[Diagnostic]:
    """Everything in definitions without errors that is not compiled yet. They may be of several files together."""
    areas = [module for module in _modules() if module.split(".")[0] == _COMPILING]
    return _run(definitions, Project([definitions]), areas)


def _run(definitions: Definitions, project: Project, modules: Iterable[str]) -> list[Diagnostic]:
    found = DiagnosticSet()
    for module in modules:
        rule = _load(module)
        if rule.check:
            found.extend(rule.check(definitions))
        if rule.check_among:
            found.extend(rule.check_among(definitions, project))
    return list(found)


def all_rules() -> list[Rule]:
    """Every rule, by code number."""
    return sorted((_load(module) for module in _modules()), key=lambda rule: rule.code[1:])


def codes() -> list[str]:
    """The code of every rule, by number. Imports none of them."""
    return [module.split(".")[1].partition("_")[0].upper() for module in _modules()]


def area_of(code: str) -> str:
    """The area a rule belongs to, by its code: the name of a package."""
    return next(module.split(".")[0] for module in _modules() if module.split(".")[1].startswith(code.lower() + "_"))


def selects_a_rule(beginning: str) -> bool:
    """Whether there is a code that begins so: `W217`, `W2` and `W` all select one."""
    return bool(beginning) and any(code.startswith(beginning) for code in codes())


def find(code: str) -> Rule | None:
    """The rule with this code, in either letter case; None when there is none. Imports that rule only."""
    prefix = code.lower() + "_"
    for module in _modules():
        if module.split(".")[1].startswith(prefix):
            return _load(module)
    return None


@cache
def _modules() -> tuple[str, ...]:
    return tuple(sorted(_scan(), key=lambda module: module.split(".")[1][1:]))


def _scan() -> Iterator[str]:
    """`area.module` of every rule; helper modules do not begin with a code."""
    for area in pkgutil.iter_modules(__path__):
        if area.ispkg:
            for module in pkgutil.iter_modules([f"{path}/{area.name}" for path in __path__]):
                if module.name[1:4].isdigit():
                    yield f"{area.name}.{module.name}"


@cache
def _load(module: str) -> Rule:
    rule = import_module(f"{__name__}.{module}").RULE
    if not isinstance(rule, Rule):
        raise TypeError(f"{module}.RULE is no Rule")
    return rule
