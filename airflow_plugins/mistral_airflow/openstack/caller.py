"""Sends requests to one service through the proxy of openstacksdk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from openstack.connection import Connection
from requests import Response

from mistral_airflow.openstack.errors import refusal
from mistral_airflow.openstack.request import Request
from mistral_airflow.openstack.results import content, next_query, taken
from mistral_airflow.openstack.services import SERVICES, Service


class Caller:
    """The requests of one action."""

    def __init__(self, connection: Connection, service: Service, microversion: str | None = None) -> None:
        self.connection = connection
        self.adapter = service.adapter(connection)
        self.microversion = microversion or service.microversion(self.adapter)
        self.headers = {"Client-ID": str(uuid4())} if service.names_clients else {}

    def to(self, service: str) -> Caller:
        """The same for another service."""
        return Caller(self.connection, SERVICES[service])

    def answer(self, method: str, path: str, **options: Any) -> Response:
        """The answer to a request. Raises ServiceError when it says no, what keystoneauth raises when there is none."""
        headers = {**self.headers, **options.pop("headers", {})}
        response: Response = self.adapter.request(
            path, method, headers=headers, microversion=self.microversion, raise_exc=False, **options
        )
        if response.status_code >= 400:
            raise refusal(response)
        return response

    def send(self, request: Request) -> Response:
        """The answer to a request of a template."""
        body = {} if request.body is None else {"json": request.body}
        return self.answer(request.method, request.path, params=request.query, headers=request.headers, **body)

    def get(self, path: str, **query: Any) -> Any:
        """What stands at an address."""
        return content(self.answer("GET", path, params=query))

    def result(self, request: Request, listing: str | None = None) -> Any:
        """What the action gives: the part of the answer, of all pages when it is a list in pages.

        With `listing` it is a dict of that list, as Neutron's client gives it.
        """
        body = content(self.send(request))
        take = [*request.take, *([listing] if listing else [])]
        found = taken(body, take)
        if request.pages and isinstance(found, list) and "limit" not in request.query:
            found = found + self._following(request, body, take)
        return {listing: found} if listing else found

    def _following(self, request: Request, body: Any, take: list[str]) -> list[Any]:
        found: list[Any] = []
        while query := next_query(body):
            body = content(self.send(replace(request, query={**request.query, **query})))
            found += taken(body, take) or []
        return found
