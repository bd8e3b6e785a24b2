"""Where std.http may go (mistral `utils/egress.py`, docs/decisions/010-egress.md)."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from mistral_airflow.options import HTTP_ALLOWED_HOSTS, HTTP_DENIED_NETWORKS, SECTION

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class UrlNotAllowed(Exception):
    """The policy does not allow the address of a request."""


@dataclass(frozen=True)
class EgressPolicy:
    """Hosts that are allowed (all when there are none), and networks that no host may be in."""

    allowed_hosts: frozenset[str]
    denied_networks: tuple[_Network, ...]

    @classmethod
    def configured(cls) -> EgressPolicy:
        """The policy of this Airflow. Raises UrlNotAllowed when it cannot be read: then nothing is allowed."""
        try:
            networks = tuple(ipaddress.ip_network(text, strict=False) for text in HTTP_DENIED_NETWORKS.words())
        except ValueError as error:
            raise UrlNotAllowed(
                f"Airflow's option [{SECTION}] {HTTP_DENIED_NETWORKS.name} cannot be read: {error}"
            ) from None
        return cls(frozenset(HTTP_ALLOWED_HOSTS.words()), networks)

    def check(self, url: str) -> None:
        """Raise UrlNotAllowed unless a request may be sent to `url`.

        A host that cannot be resolved is allowed: nothing can be sent to it from here, though a proxy may know it.
        """
        parsed = urlsplit(url)
        if parsed.scheme not in ("http", "https"):
            raise UrlNotAllowed(f"URL scheme '{parsed.scheme}' is not allowed (only http and https are).")
        host = parsed.hostname
        if not host:
            raise UrlNotAllowed("URL does not contain a host.")
        if self.allowed_hosts and host not in self.allowed_hosts:
            raise UrlNotAllowed(f"Host '{host}' is not in [{SECTION}] {HTTP_ALLOWED_HOSTS.name}.")
        for address in _addresses(host):
            if any(address in network for network in self.denied_networks):
                raise UrlNotAllowed(f"URL host '{host}' resolves to a blocked address ({address}).")


def _addresses(host: str) -> Iterator[_Address]:
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (socket.gaierror, UnicodeError):
        return
    for text in sorted(found):
        address = ipaddress.ip_address(text)
        # An IPv4 address written as an IPv6 one reaches the same machine.
        yield getattr(address, "ipv4_mapped", None) or address
