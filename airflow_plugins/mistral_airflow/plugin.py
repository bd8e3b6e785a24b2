"""Registration with Airflow's plugin manager."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from mistral_airflow import listener


async def operations(scope: Any, receive: Any, send: Any) -> None:
    """The ASGI app of the operations. Only a request imports them: every Airflow process loads this."""
    from mistral_airflow.operations.api import app

    await app(scope, receive, send)


class MistralPlugin(AirflowPlugin):
    """The operations on runs, below /mistral on the API server; what is loaded before tasks, what buttons mean."""

    name = "mistral"
    listeners = [listener]  # noqa: RUF012
    fastapi_apps = [  # noqa: RUF012
        {"app": operations, "url_prefix": "/mistral", "name": "Mistral operations"}
    ]
