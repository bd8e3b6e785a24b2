"""A plan: what a run may change, how often, on which ways and with which roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import prod
from typing import Any

from mistralc.planning.taken import Condition
from mistralc.source import Span


class Cause(str, Enum):
    """What makes a call happen more than once."""

    ITEMS = "with-items"
    RETRY = "retry"
    LOOP = "loop"
    WAYS = "ways"


@dataclass(frozen=True)
class Factor:
    """One thing that multiplies a call. `count` is None where it is not known; `per` says then what it depends on."""

    cause: Cause
    task: str
    count: int | None
    per: str = ""

    @property
    def text(self) -> str:
        if self.count is not None:
            return str(self.count)
        return f"per item of {self.per}" if self.cause is Cause.ITEMS else f"unbounded ({self.per})"

    def as_object(self) -> dict[str, Any]:
        return {"cause": self.cause.value, "task": self.task, "count": self.count, "per": self.per or None}


class Kind(str, Enum):
    """What is known of a call."""

    CHANGES = "changes"
    MAY_CHANGE = "may change"
    UNKNOWN = "unknown"
    CANNOT_RUN = "cannot run"


@dataclass(frozen=True)
class Frame:
    """One task on the way from the workflow of the plan to a call, with where it stands."""

    workflow: str
    task: str
    place: Span

    def as_object(self) -> dict[str, str]:
        return {"workflow": self.workflow, "task": self.task, "place": str(self.place)}


@dataclass(frozen=True)
class Effect:
    """One call that a run may make. `action` is the name as it is called, `request` what runs for it."""

    kind: Kind
    service: str
    action: str
    request: str
    frames: tuple[Frame, ...]
    factors: tuple[Factor, ...] = ()
    conditions: tuple[Condition, ...] = ()
    only_after_error: bool = False
    detail: str = ""
    """The target of a request, why it is not known, or why it cannot run."""
    policy: tuple[tuple[str, str], ...] = ()
    """`(rule, role)`, the first for every call; empty where no role is known."""

    @property
    def times(self) -> int | None:
        """How often without retries at most; None where it is not known."""
        counts = [factor.count for factor in self._repeating]
        return None if None in counts else prod(count for count in counts if count is not None)

    @property
    def attempts(self) -> int | None:
        """How often with every retry at most; None where it is not known."""
        counts = [factor.count for factor in self.factors]
        return None if None in counts else prod(count for count in counts if count is not None)

    @property
    def times_text(self) -> str:
        """`2`, `per item of <% $.vms %>`, `2 × unbounded (loop a → b)`; what retries add."""
        known = prod(factor.count for factor in self._repeating if factor.count is not None)
        rest = [factor.text for factor in self._repeating if factor.count is None]
        text = " × ".join([*([str(known)] if known != 1 or not rest else []), *rest])
        retries = [factor.text for factor in self.factors if factor.cause is Cause.RETRY]
        return text + (f", each up to {' × '.join(retries)} attempts" if retries else "")

    @property
    def role(self) -> str | None:
        """The role it needs always."""
        return self.policy[0][1] if self.policy else None

    @property
    def _repeating(self) -> list[Factor]:
        return [factor for factor in self.factors if factor.cause is not Cause.RETRY]

    def as_object(self) -> dict[str, Any]:
        """The JSON form: no key is ever removed or renamed."""
        return {
            "kind": self.kind.value,
            "service": self.service,
            "action": self.action,
            "request": self.request or None,
            "detail": self.detail or None,
            "path": [frame.as_object() for frame in self.frames],
            "times": self.times,
            "attempts": self.attempts,
            "times_text": self.times_text,
            "factors": [factor.as_object() for factor in self.factors],
            "only_after_error": self.only_after_error,
            "conditions": [condition.as_object() for condition in self.conditions],
            "role": self.role,
            "policy": [{"rule": rule, "role": role} for rule, role in self.policy],
        }


@dataclass(frozen=True)
class Plan:
    """The plan of one workflow. Effects are in the order of the workflow, callees in the place of their calls."""

    workflow: str
    source: str
    inputs: Mapping[str, Any]
    """What is known of the inputs: those given, and defaults."""
    missing: Sequence[str]
    """Required inputs that were not given."""
    effects: Sequence[Effect] = field(default_factory=tuple)

    def of(self, *kinds: Kind) -> list[Effect]:
        """The effects of some kinds."""
        return [effect for effect in self.effects if effect.kind in kinds]

    @property
    def services(self) -> Mapping[str, list[Effect]]:
        """The effects that change something, or may, by service."""
        found: dict[str, list[Effect]] = {}
        for effect in self.of(Kind.CHANGES, Kind.MAY_CHANGE):
            found.setdefault(effect.service, []).append(effect)
        return dict(sorted(found.items()))

    def as_object(self) -> dict[str, Any]:
        """The JSON form: no key is ever removed or renamed."""
        return {
            "workflow": self.workflow,
            "source": self.source,
            "inputs": dict(self.inputs),
            "missing_inputs": [*self.missing],
            "services": {
                service: {
                    "calls": len(effects),
                    "times": _total([effect.times for effect in effects]),
                    "attempts": _total([effect.attempts for effect in effects]),
                    "roles": sorted({effect.role or "unknown" for effect in effects}),
                }
                for service, effects in self.services.items()
            },
            "effects": [effect.as_object() for effect in self.effects],
        }


def _total(counts: Sequence[int | None]) -> int | None:
    return None if None in counts else sum(count for count in counts if count is not None)
