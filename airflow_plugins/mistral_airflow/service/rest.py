"""Airflow's REST API, for what a task may not ask as a task: lists, and changes of runs (docs/mistral-actions.md).

The connection is `mistral_airflow_api`, or another one that the task names with `conn_id`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mistral_airflow.actions.connections import connection
from mistral_airflow.local.api import Airflow
from mistral_airflow.service.errors import Refusal

CONNECTION = "mistral_airflow_api"
TAG = "mistral"
"""What the DAG of every workflow is tagged with; those of regions are not."""


@contextmanager
def api(conn_id: str | None = None) -> Iterator[Airflow]:
    """A client of the API, as the user of the connection. Raises Refusal when there is no connection."""
    try:
        found = connection(conn_id or CONNECTION)
    except RuntimeError as error:
        raise Refusal(f"{error}. This action asks Airflow's REST API (docs/mistral-actions.md)") from None
    if not found.host or not found.password:
        raise Refusal(
            f"The connection '{conn_id or CONNECTION}' needs a host, and a login with its password or a token"
        )
    address = _address(found)
    if found.login:
        client = Airflow(address, found.login, found.password)
    else:
        client = Airflow.with_token(address, found.password)
    try:
        yield client
    finally:
        client.close()


def _address(found: Any) -> str:
    """The base address: host may be one already."""
    host = str(found.host).rstrip("/")
    address = host if "://" in host else f"{found.schema or 'http'}://{host}"
    return f"{address}:{found.port}" if found.port else address


def workflows(airflow: Airflow) -> list[dict[str, Any]]:
    """The DAGs of workflows."""
    return list(airflow.pages("/api/v2/dags", "dags", tags=TAG, order_by="dag_id"))


def workflow(airflow: Airflow, dag_id: str) -> dict[str, Any]:
    """A DAG with its documentation and parameters."""
    found: dict[str, Any] = airflow.call("GET", f"/api/v2/dags/{dag_id}/details")
    return found


def runs(airflow: Airflow) -> list[dict[str, Any]]:
    """The runs of all DAGs, the oldest first."""
    return list(airflow.pages("/api/v2/dags/~/dagRuns", "dag_runs", order_by="id"))
