"""JSON objects in Airflow Variables, by the names that Mistral's resources have."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mistral_airflow.flow.store import variable
from mistral_airflow.service.errors import Refusal


class StoredObjects:
    """The objects whose Variables begin with `prefix`; what follows is the name."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def get(self, name: str) -> dict[str, Any] | None:
        """The object; None where there is none. Raises Refusal for a Variable that holds something else."""
        key = f"{self.prefix}{name}"
        text = variable(key)
        if text is None:
            return None
        try:
            value = json.loads(text)
        except ValueError as error:
            raise Refusal(f"The Airflow Variable {key} holds no JSON: {error}") from None
        if not isinstance(value, dict):
            raise Refusal(f"The Airflow Variable {key} holds no JSON object")
        return value

    def names(self) -> Iterator[str]:
        """The names of those in Airflow's database, sorted; Airflow lists no others."""
        from airflow.sdk import Variable

        found = Variable.keys(prefix=self.prefix)
        yield from sorted(key.removeprefix(self.prefix) for key in found if key.startswith(self.prefix))

    def put(self, name: str, value: Mapping[str, Any], description: str | None = None) -> None:
        """Write the object, as text that a person can edit."""
        from airflow.sdk import Variable

        Variable.set(f"{self.prefix}{name}", json.dumps(value, indent=2), description)

    def delete(self, name: str) -> None:
        """Delete the Variable."""
        from airflow.sdk import Variable

        Variable.delete(f"{self.prefix}{name}")
