"""Which cloud an action means, in whose name, in which region: what a workflow can say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mistral_airflow.flow.errors import WorkflowFault

ENVIRONMENT_KEY = "openstack"
"""The key of a workflow environment with the scope of a whole run: a dict of the fields of CloudScope."""

_ARGUMENTS = {"conn_id": "conn_id", "action_region": "region", "action_project": "project"}


@dataclass(frozen=True)
class CloudScope:
    """Where an action is sent. None: what the connection, or clouds.yaml, says.

    :param conn_id: an Airflow connection of the type `openstack`.
    :param region: a region of that cloud; Mistral's argument `action_region`.
    :param project: the name or id of a project that the user of the connection has a role in.
    """

    conn_id: str | None = None
    region: str | None = None
    project: str | None = None

    @classmethod
    def of_environment(cls, environment: Mapping[str, Any]) -> CloudScope:
        """The scope of a run. Raises WorkflowFault when the environment has something else under that key."""
        written = environment.get(ENVIRONMENT_KEY) or {}
        known = cls.__dataclass_fields__
        if not isinstance(written, Mapping) or set(written) - set(known):
            raise WorkflowFault(
                f"The environment's `{ENVIRONMENT_KEY}` must be a dict with some of {', '.join(known)}; "
                f"it is {_shape(written)}."
            )
        return cls(**written)

    def as_arguments(self) -> dict[str, str]:
        """The arguments of an action that say the same."""
        named = {name: getattr(self, field) for name, field in _ARGUMENTS.items()}
        return {name: value for name, value in named.items() if value}

    def narrowed(self, arguments: Mapping[str, Any]) -> tuple[CloudScope, dict[str, Any]]:
        """The scope of one call, and the arguments that are left for the call itself."""
        own = {field: arguments.get(name) or getattr(self, field) for name, field in _ARGUMENTS.items()}
        return CloudScope(**own), {name: value for name, value in arguments.items() if name not in _ARGUMENTS}


def _shape(value: Any) -> str:
    """What it is, without its values: whoever confuses the keys may have written a password there."""
    if isinstance(value, Mapping):
        return f"a dict with {', '.join(map(str, value))}"
    return f"of type {type(value).__name__}"
