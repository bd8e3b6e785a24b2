"""Workflows: the DAGs that were compiled from them. They come and go with their files, so there is no change of one.

Rules: mistral `api/controllers/v2/resources.py` (Workflow), `services/workflows.py` for the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow.spec import written_source
from mistral_airflow.local.api import Airflow, ApiError
from mistral_airflow.service import rest, validation
from mistral_airflow.service.errors import Refusal, require, require_default_namespace
from mistral_airflow.service.rows import Row, json_text, matching, moment, shaped
from mistralc.identifiers import airflow_id


def get(execution: Execution, /, *, identifier: str, namespace: str = "", conn_id: str | None = None) -> Row:
    """A workflow by its name."""
    require("Workflow", identifier=identifier)
    require_default_namespace(namespace)
    with rest.api(conn_id) as airflow:
        try:
            return _row(airflow, airflow_id(identifier))
        except ApiError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
    raise Refusal(f"Workflow not found [workflow_identifier={identifier}, namespace=]")


def list_(execution: Execution, /, *, namespace: str = "", conn_id: str | None = None, **asked: Any) -> list[Row]:
    """The workflows that are deployed."""
    require_default_namespace(namespace)
    return shaped(_all(conn_id), **asked)


def find(execution: Execution, /, *, conn_id: str | None = None, **attributes: Any) -> list[Row]:
    """Those with all of the attributes."""
    return matching(_all(conn_id), attributes)


def validate(execution: Execution, /, *, definition: str) -> Row:
    """Whether Mistral would accept the text: `valid`, and `error` when it would not."""
    require("Workflow", definition=definition)
    return validation.validate(definition, "workflow")


def _all(conn_id: str | None) -> list[Row]:
    with rest.api(conn_id) as airflow:
        return [_row(airflow, dag["dag_id"]) for dag in rest.workflows(airflow)]


def _row(airflow: Airflow, dag_id: str) -> Row:
    dag = rest.workflow(airflow, dag_id)
    text, written = written_source(dag["doc_md"])
    inputs = written.get("input") or []
    parsed = dag.get("last_parsed")
    return {
        "id": dag["dag_display_name"],
        "name": dag["dag_display_name"],
        "namespace": "",
        "input": ", ".join(map(_input, inputs)),
        "interface": json_text({"input": inputs, "output": list(written.get("output") or {})}),
        "definition": text,
        "tags": list(written.get("tags") or []),
        "scope": "private",
        "updated_at": moment(datetime.fromisoformat(parsed)) if parsed else None,
    }


def _input(declared: Any) -> str:
    """As in mistral `api/controllers/v2/resources.py` (`_set_input`)."""
    return ", ".join(f'{k}="{v}"' for k, v in declared.items()) if isinstance(declared, Mapping) else str(declared)
