"""Airflow connections that give actions what the workflow does not say."""

from __future__ import annotations

from typing import Any

from airflow.sdk.bases.hook import BaseHook


def connection(conn_id: str) -> Any:
    """The connection; Airflow keeps its password out of logs. Raises RuntimeError when there is none of that name."""
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return BaseHook.get_connection(conn_id)
    except AirflowNotFoundException:
        raise RuntimeError(f"There is no connection '{conn_id}': add it in Airflow, or correct `conn_id`") from None
