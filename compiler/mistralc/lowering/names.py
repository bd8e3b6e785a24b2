"""Names: from what Mistral allows (any string) to what Airflow and Python allow, without collisions, never changing."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Iterable

from mistralc.identifiers import airflow_id

AD_HOC = "ad_hoc_actions"
"""What the file calls its ad-hoc actions."""

IMPORTED_NAMES = (
    AD_HOC, "AdHocAction", "AdHocActions", "TargetOperator", "required_by",
    "DAG", "dag", "ActionOperator", "NoopOperator", "CommandOperator", "VarsOperator", "OutcomeOperator", "gate",
    "WorkflowOperator", "threshold", "on_success", "on_error", "on_complete", "on_skip", "Label", "NOOP", "required",
    "optional", "ActivationOperator", "ExitOperator", "RegionOutcomeOperator", "region", "either", "ItemsOperator",
    "ItemsEndOperator", "each_item",
)  # fmt: skip
"""What a generated file has in scope; no task variable may take these names."""


class Namespace:
    """Hands out ids, each once: the second wish for a taken id gets `_2`, the third `_3`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def id(self, wish: str) -> str:
        """An Airflow id that nobody has yet, as near to `wish` as can be."""
        return self._unused(airflow_id(wish))

    def identifier(self, wish: str) -> str:
        """A Python name that nobody has yet, as near to `wish` as can be."""
        plain = unicodedata.normalize("NFKC", wish)  # as Python reads names: two spellings must not become one variable
        name = "".join(char if f"_{char}".isidentifier() else "_" for char in plain)
        if not name.isidentifier():
            name = f"_{name}"
        elif keyword.iskeyword(name) or hasattr(builtins, name):
            name = f"{name}_"
        return self._unused(name)

    def _unused(self, name: str) -> str:
        candidate, number = name, 1
        while candidate in self._taken:
            number += 1
            candidate = f"{name}_{number}"
        self._taken.add(candidate)
        return candidate
