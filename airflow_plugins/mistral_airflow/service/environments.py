"""Stored environments: each is the JSON object in the Airflow Variable `mistral_environment_NAME`."""

from __future__ import annotations

from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow.start import ENVIRONMENT_VARIABLE
from mistral_airflow.service.errors import Refusal, require
from mistral_airflow.service.rows import Row, matching, shaped, structure
from mistral_airflow.service.variables import StoredObjects

_STORED = StoredObjects(ENVIRONMENT_VARIABLE)


def create(
    execution: Execution, /, *, name: str | None = None, variables: Any = None, description: str | None = None,
    scope: str = "private", file: Any = None,
) -> Row:  # fmt: skip
    """A new environment."""
    _refuse_file(file)
    require("Environment", name=name, variables=variables)
    if _STORED.get(str(name)) is not None:
        raise Refusal(f"Duplicate entry for Environment ['name', 'project_id']: {name}, None")
    values = structure(variables, "variables")
    _STORED.put(str(name), values, description)
    return _view(str(name), values, description, scope)


def update(
    execution: Execution, /, *, name: str | None = None, variables: Any = None, description: str | None = None,
    scope: str = "private", file: Any = None,
) -> Row:  # fmt: skip
    """The environment with other variables, all of them."""
    _refuse_file(file)
    require("Environment", name=name)
    values = _found(str(name))
    if variables:
        values = structure(variables, "variables")
    _STORED.put(str(name), values, description)
    return _view(str(name), values, description, scope)


def get(execution: Execution, /, *, name: str) -> Row:
    """An environment by its name."""
    require("Environment", name=name)
    return _view(name, _found(name))


def list_(execution: Execution, /, **asked: Any) -> list[Row]:
    """The environments in Airflow's database."""
    return shaped(_all(), **asked)


def find(execution: Execution, /, **attributes: Any) -> list[Row]:
    """Those with all of the attributes."""
    return matching(_all(), attributes)


def delete(execution: Execution, /, *, name: str) -> None:
    """Delete an environment."""
    require("Environment", name=name)
    _found(name)
    _STORED.delete(name)


def _all() -> list[Row]:
    return [_view(name, values) for name in _STORED.names() if (values := _STORED.get(name)) is not None]


def _found(name: str) -> dict[str, Any]:
    values = _STORED.get(name)
    if values is None:
        raise Refusal(f"Environment not found [name={name}]")
    return values


def _refuse_file(file: Any) -> None:
    if file is not None:
        raise Refusal("`file` is a file on the machine of Mistral's engine: give `name` and `variables`")


def _view(name: str, variables: dict[str, Any], description: str | None = None, scope: str = "private") -> Row:
    return {"id": name, "name": name, "description": description, "variables": variables, "scope": scope}
