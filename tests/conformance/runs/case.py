"""A recorded case: what to run and what the real engine did with it (format: the README of the recorded cases)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mistral_airflow.options import MERGE_STRATEGY

_WITHOUT_EFFECT = frozenset({
    ("yaql.convert_input_data", False),  # how it hands data to yaql, which no case that sets it shows
    ("yaql.convert_output_data", False),
    ("engine.execution_field_size_limit_kb", 1121),  # more than the case needs
})  # fmt: skip
"""Options of the engine that change nothing in what a case compares."""

_OPTIONS = {"engine.merge_strategy": MERGE_STRATEGY}
"""Options of the engine that are options of ours."""


@dataclass(frozen=True)
class Case:
    """One case file."""

    path: Path
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def features(self) -> list[str]:
        return sorted(self.data.get("features") or ["(none)"])

    @property
    def phase(self) -> str:
        return str(self.data["expected"]["phase"])

    @property
    def expected(self) -> list[Mapping[str, Any]]:
        """Every execution that counts as right: one, or all that the engine was seen to give."""
        recorded = [self.data["expected"], *self.data.get("alternatives", [])]
        return [outcome["execution"] for outcome in recorded if "execution" in outcome]

    @property
    def definitions(self) -> list[tuple[str, str, str]]:
        """(kind, name, text) of every source."""
        sources = self.data["definitions"]
        return [
            (kind, f"{kind}{index}.yaml", text)
            for kind, key in (("workflow", "workflows"), ("workbook", "workbooks"), ("action", "actions"))
            for index, text in enumerate(sources.get(key, []))
        ]

    @property
    def conf(self) -> dict[str, Any]:
        """The conf of the Airflow run: inputs, and the execution parameters under the reserved key."""
        parameters = dict(self.data.get("params") or {})
        for key in ("env", "namespace"):
            if self.data.get(key):
                parameters[key] = self.data[key]
        return {**(self.data.get("input") or {}), **({"__mistral": parameters} if parameters else {})}

    @property
    def environments(self) -> dict[str, Any]:
        """Name → content of the stored environments."""
        return {stored["name"]: stored["variables"] for stored in self.data.get("environments", [])}

    @property
    def unsupported(self) -> str | None:
        """What of the case itself (not of its workflow) there is no counterpart for yet."""
        named = {name for name, value in self.data.get("config", {}).items() if (name, value) not in _WITHOUT_EFFECT}
        options = sorted(named - _OPTIONS.keys())
        return f"options of the engine: {', '.join(options)}" if options else None

    @property
    def options(self) -> dict[str, str]:
        """Environment variables that set our options as those of the engine were set."""
        given = self.data.get("config", {})
        return {option.variable: str(given[name]) for name, option in _OPTIONS.items() if name in given}


def load(folder: Path) -> list[Case]:
    """The cases of a folder by name, one a file; then those of its `.jsonl` files, one a line."""
    cases = [Case(path, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]
    for path in sorted(folder.glob("*.jsonl")):
        cases += [Case(path, json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    return cases
