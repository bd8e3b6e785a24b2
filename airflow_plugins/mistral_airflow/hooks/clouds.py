"""The configuration of a cloud for openstacksdk: of an Airflow connection, of clouds.yaml, or of OS_* variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mistral_airflow.hooks.scope import CloudScope

_OPTIONS = ("region_name", "interface", "cacert", "verify", "auth_type", "cloud")
"""What of a connection's extra is not a credential. Anything else that openstacksdk knows is passed on too."""

_CREDENTIALS = frozenset({
    "application_credential_id", "application_credential_name", "application_credential_secret",
    "domain_id", "domain_name", "project_id", "project_name", "project_domain_id", "project_domain_name",
    "system_scope", "token", "trust_id", "user_domain_id", "user_domain_name", "user_id",
})  # fmt: skip
"""Keys of extra that belong to `auth`."""

_SECRETS = ("password", "secret", "token", "passcode")
"""Parts of the names of `auth` options whose values are never shown."""

_ID = re.compile(r"[0-9a-f]{32}")


class NoCloud(Exception):
    """There are no credentials, or not enough of them; says what to add where."""


def of_connection(connection: Any, scope: CloudScope) -> Any:
    """openstacksdk's CloudRegion for an Airflow connection. Raises NoCloud.

    The processes' own OS_* variables do not count then. With `cloud` in extra it is that entry of clouds.yaml, and
    the connection's other fields go before what is written there.
    """
    extra = {name: value for name, value in connection.extra_dejson.items() if value not in (None, "")}
    auth = {name: extra.pop(name) for name in list(extra) if name in _CREDENTIALS}
    auth.update(extra.pop("auth", {}))
    secret = "application_credential_secret" if _has_application_credential(auth) else "password"
    given = {"auth_url": connection.host, "username": connection.login, secret: connection.password}
    auth.update((name, value) for name, value in given.items() if value)
    if _has_application_credential(auth):
        extra.setdefault("auth_type", "v3applicationcredential")
    cloud = extra.pop("cloud", None)
    if cloud is None and not auth.get("auth_url"):
        raise NoCloud(
            f"The connection '{connection.conn_id}' names no cloud: give it an Auth URL, or the name of a cloud in "
            "clouds.yaml in its field Cloud"
        )
    return _region(scope, cloud=cloud, files=cloud is not None, auth=auth, options=extra)


def of_this_machine(scope: CloudScope) -> Any:
    """CloudRegion of clouds.yaml (`OS_CLOUD` names the entry) or of OS_* variables. Raises NoCloud."""
    return _region(scope, cloud=None, files=True, auth={}, options={})


def secrets(region: Any) -> Iterator[str]:
    """The values of a CloudRegion that may not appear anywhere."""
    for name, value in region.config.get("auth", {}).items():
        if isinstance(value, str) and any(part in name for part in _SECRETS):
            yield value


def _has_application_credential(auth: Mapping[str, Any]) -> bool:
    return "application_credential_id" in auth or "application_credential_name" in auth


def _region(scope: CloudScope, *, cloud: str | None, files: bool, auth: dict[str, Any], options: dict[str, Any]) -> Any:
    from keystoneauth1.exceptions import ClientException
    from openstack.config import OpenStackConfig
    from openstack.exceptions import SDKException

    if scope.region:
        options["region_name"] = scope.region
    try:
        config = OpenStackConfig(load_yaml_config=files, load_envvars=files)
        region = config.get_one(cloud=cloud, auth=auth, **options)
        return _in_project(region, scope.project) if scope.project else region
    except (SDKException, ClientException) as error:
        remedy = _REMEDY if files and cloud is None else "Correct the connection"
        raise NoCloud(f"{str(error).rstrip('.')}. {remedy}.") from None


_REMEDY = (
    "Add an Airflow connection of the type OpenStack (`openstack_default` is taken when a task names none), or set "
    "OS_CLOUD and provide clouds.yaml on the workers and triggerers"
)


def _in_project(region: Any, project: str) -> Any:
    """The same login for another project. Raises NoCloud for credentials that are bound to one."""
    from openstack.connection import Connection

    if _has_application_credential(region.config["auth"]):
        raise NoCloud(
            f"An application credential is good for its own project only: name a connection that can use '{project}'"
        )
    named = {"project_id": project} if _ID.fullmatch(project) else {"project_name": project}
    return Connection(config=region).connect_as(**named).config
