"""One OpenStack action: from its name and arguments to a plain result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from keystoneauth1.exceptions import ClientException
from openstack.connection import Connection
from openstack.exceptions import SDKException
from requests import Response

from mistral_airflow.flow.errors import WorkflowFault
from mistral_airflow.openstack.errors import ServiceError, failed, refusal
from mistral_airflow.openstack.request import Request, build
from mistral_airflow.openstack.results import content, next_query, taken
from mistral_airflow.openstack.services import SERVICES, Service
from mistralc.actions.openstack import OpenStackAction, find_openstack

REGION = "action_region"
"""The argument that chooses the connection; it is no part of the request."""


def perform(connection: Connection, action: str, arguments: Mapping[str, Any]) -> Any:
    """The result of the action: plain data, as the API's answer has it.

    Raises ActionError with what the service said, WorkflowFault for a name that cannot be served.
    """
    found = find_openstack(action)
    if found is None or not found.supported:
        raise WorkflowFault(f"Failed to find action [action_name={action}]")
    service = SERVICES[action.partition(".")[0]]
    try:
        return _result(Caller(connection, service), found, arguments)
    except (ServiceError, SDKException, ClientException) as error:
        raise failed(service.title, found.call.get("client", action.partition(".")[2]), error) from error


class Caller:
    """Sends the requests of one action to its service."""

    def __init__(self, connection: Connection, service: Service) -> None:
        self.connection = connection
        self.adapter = service.adapter(connection)
        self.microversion = service.microversion(self.adapter)

    def send(self, request: Request) -> Response:
        """The answer. Raises ServiceError when it says no, what keystoneauth raises when there is none."""
        response: Response = self.adapter.request(
            request.path,
            request.method,
            params=request.query,
            headers=request.headers,
            microversion=self.microversion,
            raise_exc=False,
            **({} if request.body is None else {"json": request.body}),
        )
        if response.status_code >= 400:
            raise refusal(response)
        return response

    def result(self, request: Request) -> Any:
        """What the action gives: the part of the answer, of all pages when it is a list in pages."""
        body = content(self.send(request))
        found = taken(body, request.take)
        if not request.pages or not isinstance(found, list) or "limit" in request.query:
            return found
        while query := next_query(body):
            body = content(self.send(replace(request, query=query)))
            found = found + (taken(body, request.take) or [])
        return found


def _result(caller: Caller, action: OpenStackAction, arguments: Mapping[str, Any]) -> Any:
    defaults = {p.name: p.default for p in action.signature.parameters if not p.required}
    given = {name: value for name, value in arguments.items() if name != REGION}
    return caller.result(build(action.call, {**defaults, **given}))
