"""Actions: those of the catalogue that can run. Ad-hoc actions are part of the DAGs that call them."""

from __future__ import annotations

from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.service.errors import Refusal, require, require_default_namespace
from mistral_airflow.service.rows import Row, matching, shaped
from mistralc.actions import STANDARD, ActionSignature, Parameter, Standing, standing
from mistralc.actions import find as signature_of
from mistralc.actions.openstack import names


def get(execution: Execution, /, *, identifier: str, namespace: str = "") -> Row:
    """An action by its name."""
    require("Action", identifier=identifier)
    require_default_namespace(namespace)
    signature = signature_of(identifier) if standing(identifier) is Standing.AVAILABLE else None
    if signature is None:
        raise Refusal(f"Action not found [name={identifier}]")
    return _view(signature)


def list_(execution: Execution, /, *, namespace: str = "", **asked: Any) -> list[Row]:
    """The actions that can run."""
    require_default_namespace(namespace)
    return shaped(_all(), **asked)


def find(execution: Execution, /, **attributes: Any) -> list[Row]:
    """Those with all of the attributes."""
    return matching(_all(), attributes)


def _all() -> list[Row]:
    known = sorted((*(signature.name for signature in STANDARD), *names()))
    found = (signature_of(name) for name in known if standing(name) is Standing.AVAILABLE)
    return [_view(signature) for signature in found if signature]


def _view(signature: ActionSignature) -> Row:
    """The fields of mistral `api/controllers/v2/resources.py` (Action), filled as Mistral 23 does."""
    parameters = [_parameter(p) for p in signature.parameters if not p.added]
    return {
        "id": signature.name,
        "name": signature.name,
        "is_system": False,
        "input": ", ".join((*parameters, *(["**kwargs"] if signature.accepts_unknown else []))),
        "description": signature.doc,
        "tags": None,
        "definition": "",
        "scope": None,
        "project_id": None,
        "created_at": "",
        "updated_at": "",
        "namespace": "",
    }


def _parameter(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"{parameter.name}={parameter.default!r}"
