"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on loopback, that ends with the tests."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from mistral_airflow.local.server import HOST, free_port

DEBIAN = Path("/usr/lib/postgresql")
USER = "mistralc"
START_TIMEOUT = 60.0
STOP_TIMEOUT = 20.0

_KEEPER = """
folder=$1
shift
"$@" &
read -r _
kill -INT $!
wait $!
cd / && rm -rf "$folder"
"""
"""Ends the server when its standard input closes, also when the tests are killed. SIGINT does not wait for clients."""


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`: Debian keeps it, one for each version, off the PATH."""
    debian = sorted(DEBIAN.glob("*/bin"), key=lambda folder: [int(part) for part in re.findall(r"\d+", str(folder))])
    path = os.pathsep.join([*map(str, reversed(debian)), os.environ.get("PATH", "")])
    initdb = shutil.which("initdb", path=path)
    return Path(initdb).resolve().parent if initdb else None


class Cluster:
    """A running PostgreSQL while the `with` block lasts; `folder` is where it keeps everything.

    :param programs: see `binaries`.

    Raises RuntimeError with PostgreSQL's own words when it does not start.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="mistralc-postgres-"))
        self._password = secrets.token_hex()
        self._port = free_port()
        self._owner = _owner()
        self._keeper: subprocess.Popen[bytes] | None = None

    def processes(self) -> list[int]:
        """Ids of its processes; PostgreSQL gives each a session of its own."""
        if self._keeper is None:
            return []
        keeper = psutil.Process(self._keeper.pid)
        return [process.pid for process in (keeper, *keeper.children(recursive=True))]

    def database(self, name: str) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        self._execute(f'CREATE DATABASE "{name}"')
        return f"postgresql+psycopg2://{USER}:{self._password}@{HOST}:{self._port}/{name}"

    def __enter__(self) -> Cluster:
        try:
            self._make()
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _make(self) -> None:
        password = self.folder / "password"
        password.write_text(self._password)
        if self._owner:
            for path in (self.folder, password):
                shutil.chown(path, self._owner["user"], self._owner["group"])
        command = [self._programs / "initdb", "--pgdata", self.folder / "data", "--username", USER]
        command += ["--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
        made = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **self._owner)
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stderr}")

    def _start(self) -> None:
        settings = {
            "listen_addresses": HOST,
            "port": self._port,
            "unix_socket_directories": "",
            "max_connections": 200,
            "fsync": "off",  # nobody needs these data after a crash
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        command: list[Any] = ["sh", "-c", _KEEPER, "keeper", self.folder]
        command += [self._programs / "postgres", "-D", self.folder / "data"]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("wb") as log:
            self._keeper = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._owner,
            )
        self._wait(time.monotonic() + START_TIMEOUT)

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _wait(self, deadline: float) -> None:
        import psycopg2

        while True:
            try:
                return self._execute("SELECT 1")
            except psycopg2.OperationalError as error:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL does not answer:\n{self._log.read_text()}") from error
            time.sleep(0.1)

    def _execute(self, statement: str) -> None:
        import psycopg2

        connection = psycopg2.connect(
            host=HOST, port=self._port, user=USER, password=self._password, dbname="postgres", connect_timeout=10
        )
        try:
            connection.autocommit = True  # databases are not made in transactions
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def _stop(self) -> None:
        keeper, self._keeper = self._keeper, None
        try:
            if keeper is not None and keeper.stdin is not None:
                keeper.stdin.close()
                keeper.wait(STOP_TIMEOUT)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)  # it is there when the server never started


def _owner() -> dict[str, Any]:
    """Arguments of `subprocess` for whom PostgreSQL runs as; it refuses root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_name, "group": entry.pw_gid, "extra_groups": []}
