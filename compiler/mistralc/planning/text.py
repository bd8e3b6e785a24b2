"""A plan for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mistralc.planning.plan import Effect, Kind, Plan

_WIDTH = 60


def render(plan: Plan) -> str:
    """The plan as text: the calls by service, what is not known, the roles."""
    lines = [f"{plan.workflow} ({plan.source})", *_inputs(plan), ""]
    for service, effects in plan.services.items():
        lines += [service, *(line for effect in effects for line in _call(effect)), ""]
    if not plan.services:
        lines += ["It changes nothing, as far as is known.", ""]
    lines += _list("Not known", plan.of(Kind.UNKNOWN)) + _list("Cannot run on Airflow", plan.of(Kind.CANNOT_RUN))
    return "\n".join([*lines, *_roles(plan)]).rstrip() + "\n"


def _inputs(plan: Plan) -> Iterator[str]:
    for name, value in plan.inputs.items():
        text = json.dumps(value, ensure_ascii=False, default=str)
        yield f"  with {name} = {text if len(text) <= _WIDTH else f'{text[: _WIDTH - 1]}…'}"
    if plan.missing:
        yield f"  not given: {', '.join(plan.missing)}"


def _call(effect: Effect) -> Iterator[str]:
    method = f" {effect.request}" if effect.service == "http" else ""
    target = f" → {effect.detail}" if effect.detail else ""
    yield f"  {effect.action}{method}{target}"
    yield f"      {_times(effect)}"
    yield f"      {_path(effect)}"
    if effect.policy:
        (rule, role), *more = effect.policy
        higher = sorted({other for _, other in more if other == "admin"} - {role})
        yield f"      role {role} ({rule}){'; admin for some arguments' if higher else ''}"
    yield from (f"      only {text}" for text in _conditions(effect))


def _times(effect: Effect) -> str:
    words = {"1": "once", "2": "twice"}
    first, comma, rest = effect.times_text.partition(", ")
    plain = first.isdigit()
    return words.get(first, f"{first} times" if plain else first) + comma + rest


def _conditions(effect: Effect) -> list[str]:
    told = [condition.text for condition in effect.conditions]
    return told if told or not effect.only_after_error else ["after an error"]


def _path(effect: Effect) -> str:
    return f"{' > '.join(frame.task for frame in effect.frames)}  {effect.frames[-1].place}"


def _list(title: str, effects: Sequence[Effect]) -> list[str]:
    if not effects:
        return []
    found = [title]
    for effect in effects:
        found += [f"  {effect.action}: {effect.detail}", f"      {_times(effect)}", f"      {_path(effect)}"]
        found += [f"      only {text}" for text in _conditions(effect)]
    return [*found, ""]


def _roles(plan: Plan) -> Iterator[str]:
    """Which roles, for which services; from where that is known."""
    of_role: dict[str, set[str]] = {}
    for service, effects in plan.services.items():
        for effect in effects:
            if effect.request and service != "http":
                of_role.setdefault(effect.role or "", set()).add(service)
    for role in ("reader", "member", "manager", "admin"):
        if role in of_role:
            yield f"role {role}: {', '.join(sorted(of_role[role]))} (default policy of the service)"
    if "" in of_role:
        yield f"role unknown: {', '.join(sorted(of_role['']))} (no policy of it is in the catalogue)"
