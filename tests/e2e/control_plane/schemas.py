"""The databases: made once, each with the tools of its service, side by side."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.e2e.control_plane import environment
from tests.e2e.control_plane.plane import Plane

NAMES = ("keystone", "glance", "placement", "nova", "nova_api", "nova_cell0", "neutron", "cinder", "mistral")


class SchemaFailed(Exception):
    """A tool said no; with the end of its log."""


def once(plane: Plane, name: str, make: Callable[[], None]) -> None:
    """Make something unless it was made before."""
    stamp = plane.folder("data") / f".made-{name}"
    if not stamp.exists():
        make()
        stamp.touch()


def database_files(plane: Plane) -> None:
    """An empty MariaDB."""
    user = ["--user=root"] if os.getuid() == 0 else []
    _run(plane, "mariadb-init", [
        "mariadb-install-db", "--no-defaults", f"--datadir={plane.folder('data', 'mysql')}",
        "--auth-root-authentication-method=normal", "--skip-test-db", *user,
    ])  # fmt: skip


def databases(plane: Plane) -> None:
    """The databases, empty, and the user who owns them."""
    statements = [f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb3;" for name in NAMES]
    for host in ("127.0.0.1", "localhost"):
        statements.append(f"CREATE OR REPLACE USER 'e2e'@'{host}' IDENTIFIED BY '{plane.secret}';")
        statements.append(f"GRANT ALL ON *.* TO 'e2e'@'{host}';")
    _run(plane, "databases", [*sql(plane), "-e", " ".join(statements)])


def sql(plane: Plane) -> list[str]:
    """The command that speaks to the database as its administrator."""
    return ["mariadb", "--no-defaults", "-u", "root", "-S", str(plane.state / "run/mysql.sock")]


def keystone(plane: Plane) -> None:
    """Keystone's keys, tables and administrator."""
    for folder in ("fernet-keys", "credential-keys"):
        _write_keys(plane.folder("etc", "keystone", folder))
    manage = ["keystone-manage", "--config-file", str(plane.state / "etc/keystone/keystone.conf")]
    _run(plane, "schema-keystone", [*manage, "db_sync"])
    urls = [part for kind in ("admin", "internal", "public") for part in (f"--bootstrap-{kind}-url", plane.auth_url)]
    _run(plane, "bootstrap", [
        *manage, "bootstrap", "--bootstrap-password", plane.secret, "--bootstrap-region-id", "RegionOne", *urls,
    ])  # fmt: skip


def nova(plane: Plane) -> None:
    """Nova's tables, and the two cells every deployment has."""
    manage = ["nova-manage", "--config-file", str(plane.state / "etc/nova/nova.conf")]
    cell0 = plane.database("nova_cell0")
    _run(plane, "schema-nova", [*manage, "api_db", "sync"])
    _run(plane, "schema-nova", [*manage, "cell_v2", "map_cell0", "--database_connection", cell0])
    _run(plane, "schema-nova", [*manage, "db", "sync"])
    _run(plane, "schema-nova", [*manage, "cell_v2", "create_cell", "--name", "cell1"], also_fine=(2,))  # 2: it is there


def neutron(plane: Plane) -> None:
    """Neutron's tables."""
    files = [
        part for name in ("neutron.conf", "ml2.ini") for part in ("--config-file", str(_etc(plane, "neutron", name)))
    ]
    _run(plane, "schema-neutron", ["neutron-db-manage", *files, "upgrade", "heads"])


def others(plane: Plane) -> None:
    """The tables of Glance, Placement, Cinder and, where it is wanted, Mistral."""
    _manage(plane, "glance-manage", "glance", "glance-api.conf", ["db_sync"])
    _manage(plane, "placement-manage", "placement", "placement.conf", ["db", "sync"])
    _manage(plane, "cinder-manage", "cinder", "cinder.conf", ["db", "sync"])


def mistral(plane: Plane) -> None:
    """Mistral's tables and its actions."""
    for command in ("upgrade", "populate"):
        _manage(
            plane,
            "mistral-db-manage",
            "mistral",
            "mistral.conf",
            [command, *(["head"] if command == "upgrade" else [])],
        )


def _manage(plane: Plane, program: str, service: str, file: str, command: Sequence[str]) -> None:
    _run(plane, f"schema-{service}", [program, "--config-file", str(_etc(plane, service, file)), *command])


def _etc(plane: Plane, service: str, file: str) -> Path:
    return plane.state / "etc" / service / file


def _write_keys(folder: Path) -> None:
    """What `fernet_setup` would make, without its seconds."""
    from cryptography.fernet import Fernet

    folder.chmod(0o700)
    for name in ("0", "1"):
        key = folder / name
        if not key.exists():
            key.touch(mode=0o600)
            key.write_bytes(Fernet.generate_key())


def _run(plane: Plane, name: str, command: Sequence[str], also_fine: Sequence[int] = ()) -> None:
    log = plane.folder("log") / f"{name}.log"
    with log.open("ab") as output:
        done = subprocess.run(
            list(command), env=environment.of_services(plane), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            check=False,
        )  # fmt: skip
    if done.returncode and done.returncode not in also_fine:
        raise SchemaFailed(f"{' '.join(command[:3])} … failed:\n{log.read_text(errors='replace')[-2000:]}")
