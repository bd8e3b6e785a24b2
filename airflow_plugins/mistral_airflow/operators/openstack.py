"""OpenStack actions for DAGs written by hand: no workflow of Mistral's is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.hooks.scope import CloudScope


class OpenStackActionOperator(BaseOperator):
    """Runs one action of the catalogue, under the name it has in Mistral; the XCom is its result.

        OpenStackActionOperator(
            task_id="boot",
            action="nova.servers_create",
            arguments={"name": "web-{{ ds }}", "image": IMAGE, "flavor": FLAVOR, "nics": [{"net-id": NETWORK}]},
        )

    `mistralc actions` lists them. The task fails without a retry when an argument is missing or unknown.

    :param action: its name, `nova.servers_create` for example.
    :param arguments: what the action takes (templated).
    :param openstack_conn_id: the connection; see `OpenStackHook`.
    :param region: instead of the connection's (templated).
    :param project: name or id, instead of the connection's (templated).
    """

    template_fields: Sequence[str] = ("arguments", "openstack_conn_id", "region", "project")
    template_fields_renderers: ClassVar[dict[str, str]] = {"arguments": "json"}
    ui_color = "#f3dcdc"

    def __init__(
        self,
        *,
        action: str,
        arguments: Mapping[str, Any] | None = None,
        openstack_conn_id: str | None = None,
        region: str | None = None,
        project: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.action = action
        self.arguments = dict(arguments or {})
        self.openstack_conn_id = openstack_conn_id
        self.region = region
        self.project = project

    @cached_property
    def hook(self) -> Any:
        """The OpenStackHook of this task."""
        from mistral_airflow.hooks.openstack import OpenStackHook

        return OpenStackHook(self.openstack_conn_id, self.region, self.project)

    @property
    def scope(self) -> CloudScope:
        """Where the action is sent."""
        return CloudScope(self.openstack_conn_id, self.region, self.project)

    @property
    def custom_operator_name(self) -> str:
        """What the UI shows below the task's name."""
        return self.action

    def execute(self, context: Any) -> Any:
        """The result of the action. Raises RuntimeError with what the service said."""
        from mistral_airflow.flow.errors import ActionError

        self.check()
        try:
            return self.hook.perform(self.action, self.arguments)
        except ActionError as error:
            raise RuntimeError(str(error.data)) from None

    def check(self) -> None:
        """Raise AirflowFailException for an action or arguments that cannot work, in any attempt."""
        from mistral_airflow.actions import Execution, lookup
        from mistral_airflow.flow.errors import WorkflowFault

        try:
            lookup(self.action, Execution("", "", "", "", "")).check(self.arguments)
        except WorkflowFault as fault:
            raise AirflowFailException(str(fault)) from None
