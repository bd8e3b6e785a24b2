"""One OpenStack action: from its name and arguments to a plain result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keystoneauth1.exceptions import ClientException
from openstack.connection import Connection
from openstack.exceptions import SDKException
from requests.exceptions import RequestException

from mistral_airflow.flow.errors import WorkflowFault
from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.errors import Refused, ServiceError, failed
from mistral_airflow.openstack.finding import found
from mistral_airflow.openstack.preparing import prepared
from mistral_airflow.openstack.request import MissingArgument, build
from mistral_airflow.openstack.results import plain
from mistral_airflow.openstack.services import SERVICES
from mistral_airflow.openstack.special import FUNCTIONS
from mistralc.actions.openstack import OpenStackAction, find_openstack

REGION = "action_region"
"""The argument that chooses the connection; it is no part of the request."""


IRONIC_VERSION = "os_ironic_api_version"
"""The argument of ironic's actions that chooses the version of its API for one call; it is no part of the request."""


def perform(connection: Connection, action: str, arguments: Mapping[str, Any]) -> Any:
    """The result of the action: plain data, as the API's answer has it.

    Raises ActionError with what the service said, WorkflowFault for a name that cannot be served.
    """
    entry, service = find_openstack(action), SERVICES.get(action.partition(".")[0])
    if entry is None or not entry.supported or service is None:
        raise WorkflowFault(f"Failed to find action [action_name={action}]")
    try:
        return plain(_result(connection, entry, arguments))
    except (ServiceError, Refused, MissingArgument, SDKException, ClientException, RequestException) as error:
        raise failed(service.title, entry.call["client"], error) from error


def _result(connection: Connection, entry: OpenStackAction, arguments: Mapping[str, Any]) -> Any:
    call = entry.call
    owner = call.get("service", entry.signature.name.partition(".")[0])
    _refuse_pages(arguments)
    version = arguments.get(IRONIC_VERSION) or call.get("microversion")
    caller = Caller(connection, SERVICES[owner], version)
    bound = prepared(caller, call, _bound(entry, arguments))
    if "each" in call:
        return [caller.result(build(call, {**bound, call["each"]: item})) for item in bound[call["each"]]]
    if "code" in call:
        result = FUNCTIONS[call["code"]](caller, bound, call)
    else:
        result = caller.result(build(call, bound), call.get("listing"))
    if "unwrap" in call:
        result = [item.get(call["unwrap"], item) for item in result or []]
    if "answer" in call:
        return call["answer"]
    return found(result, call["find"], bound.get(call.get("rest", ""), {})) if "find" in call else result


def _refuse_pages(arguments: Mapping[str, Any]) -> None:
    """neutron's client gives page after page then, which no task can keep: a generator."""
    if arguments.get("retrieve_all", True) in (False, None):
        raise Refused("retrieve_all=False gives pages one after the other, which a task cannot keep: leave it out")


def _bound(entry: OpenStackAction, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments by parameter, defaults included; those that are no parameters under the name of the rest."""
    names = {parameter.name for parameter in entry.signature.parameters}
    bound = {p.name: p.default for p in entry.signature.parameters if not p.required}
    bound.update((name, value) for name, value in arguments.items() if name in names)
    more = {name: value for name, value in arguments.items() if name not in names}
    bound.pop(REGION, None)
    return {
        **(more if "find" in entry.call else {}),
        **bound,
        **({rest: more} if (rest := entry.call.get("rest")) else {}),
    }
