"""`python -m tests.e2e.control_plane up|down|run COMMAND…`: start a control plane, end it, or both around a command."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.e2e.control_plane import configuration, identity, packages, readiness, schemas, services
from tests.e2e.control_plane.plane import CLOUD, Plane
from tests.e2e.control_plane.processes import ServiceFailed

DEFAULT_STATE = Path(".openstack")
TIMEOUT = 180.0


def main() -> int:
    """The exit code: 0, 1 when the plane does not start, that of the command for `run`."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.control_plane", description=__doc__)
    parser.add_argument("--state", type=Path, default=DEFAULT_STATE, help="folder of the plane (default: .openstack)")
    parser.add_argument("--mistral", action="store_true", help="Mistral too")
    parser.add_argument("--or-leave-out", action="store_true", help="where Debian's packages are missing, say so: 0")
    parser.add_argument("--timeout", type=float, help="seconds after which the command is ended (exit code 124)")
    parser.add_argument("what", choices=("up", "down", "purge", "run"))
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what `run` runs, with OS_CLOUD set")
    given = parser.parse_args()
    if given.or_leave_out and (reason := packages.missing()):
        print(f"left out: {reason}")
        return 0
    for number in (signal.SIGTERM, signal.SIGHUP):  # whoever ends us ends the services, too
        signal.signal(number, _interrupted)
    plane = Plane.at(given.state, mistral=given.mistral)
    if given.what in ("down", "purge"):
        down(plane, purge=given.what == "purge")
        return 0
    try:
        up(plane)
        return run(plane, given.command, given.timeout) if given.what == "run" else 0
    except (packages.Missing, schemas.SchemaFailed, ServiceFailed, readiness.NotReady) as failure:
        print(f"control plane: {failure}", file=sys.stderr)
        return 1
    finally:
        if given.what == "run":
            down(plane, purge=True)


def up(plane: Plane) -> None:
    """Start a plane, or what is missing of it. Raises Missing, SchemaFailed, ServiceFailed, NotReady."""
    started = time.monotonic()
    packages.check_system()
    packages.make_venv(plane)
    plane.save()
    configuration.write(plane)
    running, since = services.Services(plane), datetime.now(UTC)
    running.start_base()
    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(_schema, plane, make) for make in (schemas.nova, schemas.neutron, schemas.others)]
        if plane.mistral:
            jobs.append(pool.submit(_schema, plane, schemas.mistral))
        _schema(plane, schemas.keystone)
        running.start(services.keystone(plane))
        running.wait_for(services.keystone(plane))
        identity.make(plane, _connection(plane))
        for job in jobs:
            job.result()
    running.wait_for_queue()
    others = services.others(plane)
    if running.processes.alive("nova-compute"):
        since = datetime.fromtimestamp(0, UTC)
    for service in others:
        running.start(service)
    for service in others:
        if service.port:
            running.wait_for(service)
    readiness.wait(plane, _connection(plane), since, TIMEOUT)  # a token holds the endpoints of its time: a new one
    seconds = time.monotonic() - started
    print(f"ready after {seconds:.0f} s: OS_CLIENT_CONFIG_FILE={plane.clouds_file} OS_CLOUD={CLOUD}", flush=True)


def down(plane: Plane, *, purge: bool) -> None:
    """End the plane's processes; with `purge` delete what it wrote, but for the virtual environment."""
    services.Services(plane).stop()
    if purge:
        for name in ("etc", "run", "data"):
            shutil.rmtree(plane.state / name, ignore_errors=True)
        for name in ("clouds.yaml", "plane.json"):
            (plane.state / name).unlink(missing_ok=True)


def run(plane: Plane, command: list[str], timeout: float | None = None) -> int:
    """Run a command with this cloud as its own; its exit code, 124 when it took longer than `timeout` seconds."""
    cloud = {"OS_CLIENT_CONFIG_FILE": str(plane.clouds_file), "OS_CLOUD": CLOUD, "E2E_STATE": str(plane.state)}
    process = subprocess.Popen(command, env={**os.environ, **cloud}, start_new_session=True)
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        print(f"control plane: ended after {timeout:g} s: {' '.join(command)}", file=sys.stderr)
        return 124
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], patience: float = 10.0) -> None:
    """End a process that leads a session, if it still runs, and what it left running."""
    for number in (signal.SIGINT, signal.SIGTERM):  # pytest tidies up after the first
        if process.poll() is None:
            os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _interrupted(number: int, _: Any) -> None:
    raise SystemExit(128 + number)


def _schema(plane: Plane, make: Any) -> None:
    schemas.once(plane, f"schema-{make.__name__}", lambda: make(plane))


def _connection(plane: Plane) -> Any:
    import openstack
    from openstack.config import OpenStackConfig

    config = OpenStackConfig(config_files=[str(plane.clouds_file)], load_envvars=False)
    return openstack.connection.Connection(config=config.get_one(cloud=CLOUD))


if __name__ == "__main__":
    sys.exit(main())
