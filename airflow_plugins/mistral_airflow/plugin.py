"""Registration with Airflow's plugin manager."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin


class MistralPlugin(AirflowPlugin):
    """Nothing to register yet but the name: it shows under Plugins that the runtime is there."""

    name = "mistral"
