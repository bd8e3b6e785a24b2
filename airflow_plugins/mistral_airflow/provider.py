"""What Airflow's provider manager asks this distribution."""

from __future__ import annotations

from typing import Any

from mistral_airflow.hooks.connection_type import CONNECTION_TYPE
from mistral_airflow.options import described

_OPENSTACK = "OpenStack"


def get_provider_info() -> dict[str, Any]:
    """Provider metadata (entry point `apache_airflow_provider`)."""
    return {
        "package-name": "mistralc",
        "name": "Mistral workflows",
        "description": "Operators that run OpenStack Mistral workflows compiled by mistralc, and OpenStack actions.",
        "versions": ["0.1.0"],
        "config": described(),
        "integrations": [
            {
                "integration-name": _OPENSTACK,
                "external-doc-url": "https://docs.openstack.org/openstacksdk/",
                "tags": ["service"],
            }
        ],
        "connection-types": [CONNECTION_TYPE],
        "hooks": [_modules("hooks.openstack")],
        "operators": [_modules("operators.openstack")],
        "sensors": [_modules("sensors.openstack")],
        "triggers": [_modules("triggers.poll")],
    }


def _modules(*names: str) -> dict[str, Any]:
    return {"integration-name": _OPENSTACK, "python-modules": [f"mistral_airflow.{name}" for name in names]}
