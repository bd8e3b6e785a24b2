"""One control plane: its folder, its ports, its password."""

from __future__ import annotations

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

PORTS = {
    "mysql": 3306, "amqp": 5672, "epmd": 4369, "erlang": 5673, "keystone": 5000, "glance": 9292, "placement": 8778,
    "nova": 8774, "neutron": 9696, "cinder": 8776, "mistral": 8989,
}  # fmt: skip
"""The usual ports; those of a plane are all shifted by one number, so several can run side by side."""

CLOUD, MEMBER_CLOUD = "e2e", "e2e-demo"
"""Entries of the plane's clouds.yaml: an administrator, an ordinary member of another project."""


@dataclass(frozen=True)
class Plane:
    """Where a plane is. All it writes is under `state`."""

    state: Path
    shift: int
    secret: str
    mistral: bool = False

    @classmethod
    def at(cls, state: Path, *, mistral: bool = False) -> Plane:
        """The plane that was made in `state`, or a new one on free ports."""
        file = state.resolve() / "plane.json"
        if file.exists():
            kept = json.loads(file.read_text())
            return cls(file.parent, kept["shift"], kept["secret"], mistral or kept["mistral"])
        file.parent.mkdir(parents=True, exist_ok=True)
        return cls(file.parent, _free_shift(), secrets.token_hex(12), mistral)

    def save(self) -> None:
        """Keep it for the next call."""
        file = self.state / "plane.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps({**asdict(self), "state": None}))

    def folder(self, *names: str) -> Path:
        """A folder of the plane, made when it is not there."""
        path = self.state.joinpath(*names)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def port(self, name: str) -> int:
        """The port of a service."""
        return PORTS[name] + self.shift

    @cached_property
    def venv(self) -> Path:
        """The virtual environment of the services."""
        return Path(os.environ.get("E2E_VENV") or self.state / "venv").resolve()

    @property
    def clouds_file(self) -> Path:
        """clouds.yaml with the entries CLOUD and MEMBER_CLOUD."""
        return self.state / "clouds.yaml"

    @property
    def auth_url(self) -> str:
        """Keystone's address."""
        return f"http://127.0.0.1:{self.port('keystone')}/v3"

    @property
    def endpoints(self) -> dict[str, str]:
        """Service type → address, for the catalogue."""
        found = {
            "identity": self.auth_url,
            "image": self._address("glance"),
            "placement": self._address("placement"),
            "compute": f"{self._address('nova')}/v2.1",
            "network": self._address("neutron"),
            "block-storage": f"{self._address('cinder')}/v3",
            "volumev3": f"{self._address('cinder')}/v3",
        }
        return {**found, "workflowv2": f"{self._address('mistral')}/v2"} if self.mistral else found

    def _address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port(name)}"

    def database(self, name: str) -> str:
        """The URL of a database."""
        return f"mysql+pymysql://e2e:{self.secret}@127.0.0.1:{self.port('mysql')}/{name}?charset=utf8"

    @property
    def rabbit(self) -> str:
        """The URL of the message queue."""
        return f"rabbit://e2e:{self.secret}@127.0.0.1:{self.port('amqp')}/"


def _free_shift() -> int:
    """A shift with which every port is free. Raises RuntimeError after a hundred tries."""
    for _ in range(100):
        shift = 10_000 + secrets.randbelow(40_000)
        if all(_is_free(port + shift) for port in PORTS.values()):
            return shift
    raise RuntimeError("No range of free ports was found on the loopback interface")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
