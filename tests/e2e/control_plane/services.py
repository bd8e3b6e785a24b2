"""The services of a plane: how each is started, how it is known to answer."""

from __future__ import annotations

import os
import socket
import subprocess
from dataclasses import dataclass, field

import requests

from tests.e2e.control_plane import environment, schemas
from tests.e2e.control_plane.plane import Plane
from tests.e2e.control_plane.processes import Processes

TIMEOUT = float(os.environ.get("E2E_TIMEOUT", "120"))
"""Seconds to wait for one service."""


@dataclass(frozen=True)
class Service:
    """One process. `port` is where its API answers, None when it has none."""

    name: str
    command: list[str]
    port: int | None = None
    environment: dict[str, str] = field(default_factory=dict)


class Services:
    """All processes of a plane."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self.processes = Processes(plane.folder("run"), plane.folder("log"))

    def start(self, service: Service) -> None:
        """Start a service unless it runs."""
        self.processes.start(
            service.name, service.command, {**environment.of_services(self._plane), **service.environment}
        )

    def wait_for(self, service: Service) -> None:
        """Return when its API answers. Raises ServiceFailed."""
        self.processes.wait_for(service.name, lambda: _answers(service.port or 0), TIMEOUT)

    # The base

    def start_base(self) -> None:
        """Database and message queue; the queue is still starting when this returns."""
        plane, rabbit = self._plane, environment.of_rabbitmq(self._plane)
        schemas.once(plane, "mariadb", lambda: schemas.database_files(plane))
        self.start(_mariadb(plane))
        self.processes.start("epmd", ["epmd"], rabbit)
        self.processes.start("rabbitmq", ["/usr/lib/rabbitmq/bin/rabbitmq-server"], rabbit)
        self.processes.wait_for("mariadb", lambda: _succeeds([*schemas.sql(plane), "-e", "SELECT 1"]), TIMEOUT)
        schemas.once(plane, "databases", lambda: schemas.databases(plane))

    def wait_for_queue(self) -> None:
        """Return when RabbitMQ takes connections. Raises ServiceFailed."""
        self.processes.wait_for("rabbitmq", lambda: _listens(self._plane.port("amqp")), TIMEOUT)

    def stop(self) -> None:
        """End everything: what uses the base before the base."""
        names = self.processes.names()
        base = [name for name in names if name in ("mariadb", "rabbitmq", "epmd")]
        self.processes.stop(name for name in names if name not in base)
        self.processes.stop(base)


def keystone(plane: Plane) -> Service:
    """The one that all others ask."""
    return _api(plane, "keystone", "keystone", "keystone.wsgi.api:application")


def others(plane: Plane) -> list[Service]:
    """The services that need the base, Keystone and their tables."""
    etc = plane.state / "etc"
    nova, cinder = ["--config-file", str(etc / "nova/nova.conf")], ["--config-file", str(etc / "cinder/cinder.conf")]
    compute = [*nova, "--config-file", str(etc / "nova/compute-1.conf")]
    found = [
        _api(plane, "placement", "placement", "placement.wsgi.api:application"),
        _api(plane, "glance", "glance", "glance.wsgi.api:application"),
        _api(plane, "neutron", "neutron", "neutron.wsgi.api:application"),
        Service("nova-conductor", ["nova-conductor", *nova]),
        _api(plane, "nova-api", "nova", "nova.wsgi.osapi_compute:application"),
        Service("nova-scheduler", ["nova-scheduler", *nova]),
        Service("nova-compute", ["python", "-m", "os_e2e.run_compute", *compute]),
        _api(plane, "cinder-api", "cinder", "cinder.wsgi.api:application", " ".join(cinder)),
        Service("cinder-scheduler", ["cinder-scheduler", *cinder]),
        Service("cinder-volume", ["cinder-volume", *cinder]),
        Service("cinder-backup", ["cinder-backup", *cinder]),
    ]
    return [*found, *_mistral(plane)] if plane.mistral else found


def _mistral(plane: Plane) -> list[Service]:
    server = ["mistral-server", "--config-file", str(plane.state / "etc/mistral/mistral.conf"), "--server"]
    return [
        _api(plane, "mistral-api", "mistral", "mistral.wsgi:application"),
        Service("mistral-engine", [*server, "engine"]),
        Service("mistral-executor", [*server, "executor"]),
    ]


def _api(plane: Plane, name: str, port: str, application: str, arguments: str = "") -> Service:
    configuration = str(plane.state / "etc/gunicorn.conf.py")
    address = f"127.0.0.1:{plane.port(port)}"
    command = ["gunicorn", "--no-control-socket", "-c", configuration, "-b", address, application]
    return Service(name, command, plane.port(port), {"E2E_ARGV": arguments})


def _mariadb(plane: Plane) -> Service:
    """No access from outside, nothing synced to disk: its data is thrown away."""
    root = ["--user=root"] if os.getuid() == 0 else []
    return Service("mariadb", [
        "mariadbd", "--no-defaults", *root, f"--datadir={plane.state / 'data/mysql'}",
        f"--socket={plane.state / 'run/mysql.sock'}", f"--pid-file={plane.state / 'data/mysql.pid'}",
        "--bind-address=127.0.0.1", f"--port={plane.port('mysql')}", "--skip-name-resolve", "--max-connections=1000",
        "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0",
        "--innodb-flush-method=nosync", "--innodb-buffer-pool-size=256M", "--innodb-log-file-size=64M",
    ])  # fmt: skip


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(port: int) -> bool:
    session = requests.Session()
    session.trust_env = False
    try:
        return session.get(f"http://127.0.0.1:{port}/", timeout=10).status_code in (200, 300, 401)
    except requests.RequestException:
        return False
