"""When a plane is ready: its workers have reported, its compute host can be scheduled to."""

from __future__ import annotations

import subprocess
import time
from datetime import datetime
from typing import Any

from keystoneauth1.exceptions import ClientException
from openstack.exceptions import SDKException

from tests.e2e.control_plane import environment
from tests.e2e.control_plane.plane import Plane

WANTED = {"nova-conductor", "nova-scheduler", "nova-compute", "cinder-scheduler", "cinder-volume", "cinder-backup"}


class NotReady(Exception):
    """Something has not reported in time; says what."""


def wait(plane: Plane, connection: Any, since: datetime, timeout: float) -> None:
    """Return when everything has reported after `since` (UTC). Raises NotReady."""
    end, mapped, missing = time.monotonic() + timeout, False, "everything"
    while time.monotonic() < end:
        try:
            absent = WANTED - _reported(connection, since.strftime("%Y-%m-%dT%H:%M:%S"))
            missing = ", ".join(sorted(absent)) or _unscheduled(connection)
            if not missing:
                return
            if not absent and not mapped:
                mapped = True
                _map_host(plane)
        except (SDKException, ClientException) as error:  # an API that is still warming up
            missing = f"{type(error).__name__}: {error}"
        time.sleep(0.5)
    raise NotReady(f"After {timeout:g} s there is still no sign of: {missing}")


def _reported(connection: Any, since: str) -> set[str]:
    """Workers that are up. A record says so for a minute after the worker's death: only news count for the host."""
    found = [*connection.compute.services(), *connection.block_storage.services()]
    return {
        worker.binary
        for worker in found
        if worker.state == "up" and (worker.binary != "nova-compute" or (worker.updated_at or "") >= since)
    }


def _unscheduled(connection: Any) -> str:
    """What can't be scheduled to yet. cinder's scheduler knows a backend only by its report, which comes after "up"."""
    if not list(connection.compute.hypervisors()):
        return "the compute host's record"
    return "" if list(connection.block_storage.backend_pools()) else "the volume backend's report"


def _map_host(plane: Plane) -> None:
    """A new compute host belongs to no cell until somebody looks for it."""
    manage = ["nova-manage", "--config-file", str(plane.state / "etc/nova/nova.conf"), "cell_v2", "discover_hosts"]
    subprocess.run(manage, env=environment.of_services(plane), capture_output=True, check=True)
