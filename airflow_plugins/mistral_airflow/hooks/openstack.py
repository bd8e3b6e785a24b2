"""OpenStackHook: from an Airflow connection, clouds.yaml or OS_* variables to an openstacksdk Connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.sdk.bases.hook import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException
from airflow.sdk.log import mask_secret

from mistral_airflow.flow.errors import ActionError
from mistral_airflow.hooks import clouds, sessions
from mistral_airflow.hooks.scope import CloudScope


class OpenStackHook(BaseHook):
    """Access to one cloud, in one region and project.

    :param openstack_conn_id: an Airflow connection of the type `openstack`. Without it `openstack_default` is taken
        if there is one, else what openstacksdk finds on the machine: `OS_CLOUD` and clouds.yaml, or OS_* variables.
    :param region: instead of the connection's.
    :param project: name or id, instead of the connection's.
    """

    conn_name_attr = "openstack_conn_id"
    default_conn_name = "openstack_default"
    conn_type = "openstack"
    hook_name = "OpenStack"

    def __init__(
        self, openstack_conn_id: str | None = None, region: str | None = None, project: str | None = None
    ) -> None:
        super().__init__()
        self.scope = CloudScope(openstack_conn_id, region, project)

    @classmethod
    def of(cls, scope: CloudScope) -> OpenStackHook:
        """The hook of a scope."""
        return cls(scope.conn_id, scope.region, scope.project)

    def get_conn(self) -> Any:
        """The Connection of the calling thread; one session serves the process.

        Raises NoCloud, AirflowNotFoundException.
        """
        return sessions.connection(self.scope, self._configuration)

    def perform(self, action: str, arguments: Mapping[str, Any]) -> Any:
        """The result of one action of the catalogue, JSON-safe. Raises NoCloud, ActionError, WorkflowFault."""
        from keystoneauth1.exceptions import Unauthorized

        from mistral_airflow.openstack import perform

        try:
            return perform(self.get_conn(), action, arguments)
        except ActionError as error:
            if isinstance(error.__cause__, Unauthorized):
                sessions.forget(self.scope)
            raise

    def test_connection(self) -> tuple[bool, str]:
        """Log in; whether that worked, and as whom or why not. Airflow's interface asks this behind its button Test."""
        from keystoneauth1.exceptions import ClientException
        from openstack.exceptions import SDKException

        sessions.forget(self.scope)
        try:
            connection = self.get_conn()
            access = connection.session.auth.get_access(connection.session)
            region, project = connection.config.region_name, access.project_name or access.project_id
            services = sorted({service["type"] for service in connection.service_catalog})
        except (SDKException, ClientException, clouds.NoCloud, AirflowNotFoundException) as error:
            return False, str(error)
        where = f" in region {region}" if region else ""
        return True, f"Logged in to project {project}{where}. Services: {', '.join(services)}."

    def _configuration(self) -> Any:
        region = self._of_airflow() or clouds.of_this_machine(self.scope)
        for secret in clouds.secrets(region):
            mask_secret(secret)
        return region

    def _of_airflow(self) -> Any:
        """The cloud of the Airflow connection; None when none was named and there is no default one."""
        try:
            connection = self.get_connection(self.scope.conn_id or self.default_conn_name)
        except AirflowNotFoundException:
            if self.scope.conn_id:
                raise AirflowNotFoundException(
                    f"There is no connection '{self.scope.conn_id}': add it in Airflow, or correct `conn_id`"
                ) from None
            return None
        return clouds.of_connection(connection, self.scope)
