"""Why a `mistral.*` action is not done."""

from __future__ import annotations


class Refusal(Exception):
    """The message is the service's, in Mistral's words where it has any."""


def require(resource: str, **values: object) -> None:
    """Raise Refusal for an argument that is empty (mistralclient `api/base.py`, `_ensure_not_empty`)."""
    for name, value in values.items():
        if value is None or value == "":
            raise Refusal(f'{resource} is missing field "{name}"')


def require_default_namespace(namespace: object) -> None:
    """Raise Refusal for a namespace: Airflow has none for DAGs."""
    if namespace:
        raise Refusal(f"There are no namespaces on Airflow [namespace={namespace}]: give the workflow another name")
