"""The connection type `openstack` as Airflow's interface shows it. Data only: nothing of OpenStack is imported."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": ["string", "null"]}
_SECRET = {**_TEXT, "format": "password"}


def _field(label: str, description: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"label": label, "description": description, "schema": schema or _TEXT}


_FIELDS = {
    "cloud": _field("Cloud", "An entry of clouds.yaml on the workers; the other fields go before what stands there."),
    "project_name": _field("Project", "Its name; or give its id."),
    "project_id": _field("Project id", "Instead of the name."),
    "user_domain_name": _field("User domain", "The domain of the user.", {**_TEXT, "default": "Default"}),
    "project_domain_name": _field("Project domain", "The domain of the project.", {**_TEXT, "default": "Default"}),
    "region_name": _field("Region", "Where actions without `action_region` go."),
    "application_credential_id": _field("Application credential", "Its id, instead of user and project."),
    "application_credential_secret": _field("Application credential secret", "Kept like a password.", _SECRET),
    "interface": _field("Interface", "Which endpoints of the catalogue.", {
        **_TEXT, "enum": ["public", "internal", "admin", None], "default": "public",
    }),
    "cacert": _field("CA certificate", "A file on the workers, for an authority of your own."),
    "verify": _field("Verify TLS", "Off only for tests.", {"type": ["boolean", "null"], "default": True}),
}  # fmt: skip

CONNECTION_TYPE = {
    "connection-type": "openstack",
    "hook-class-name": "mistral_airflow.hooks.openstack.OpenStackHook",
    "hook-name": "OpenStack",
    "conn-fields": _FIELDS,
    "ui-field-behaviour": {
        "hidden-fields": ["schema", "port"],
        "relabeling": {"host": "Auth URL", "login": "User name"},
        "placeholders": {"host": "https://cloud.example.org:5000/v3"},
    },
}
"""For provider metadata."""
