"""What Airflow's provider manager asks this distribution."""

from __future__ import annotations

from typing import Any

from mistral_airflow.options import described


def get_provider_info() -> dict[str, Any]:
    """Provider metadata (entry point `apache_airflow_provider`)."""
    return {
        "package-name": "mistralc",
        "name": "Mistral workflows",
        "description": "Operators that run OpenStack Mistral workflows compiled by mistralc.",
        "versions": ["0.1.0"],
        "config": described(),
    }
