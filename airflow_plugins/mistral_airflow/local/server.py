"""A real Airflow on a folder of DAGs: api-server, scheduler, DAG processor and triggerer, on this machine only.

`python -m mistral_airflow.local.server --dags FOLDER` is for people, `with AirflowServer(FOLDER, HOME) as server:` for
programs.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType

from mistral_airflow.local import keeper
from mistral_airflow.local.api import Airflow
from mistral_airflow.local.home import configuration, make_database
from mistral_airflow.local.keeper import COMPONENTS, end_session, members, pid_file

HOST = "127.0.0.1"
USER = PASSWORD = "admin"
"""A login everyone knows: nobody but this machine can reach the server."""

START_TIMEOUT = 180.0
STOP_TIMEOUT = 20.0


class ServerError(Exception):
    """The server did not start, or ended by itself."""


class AirflowServer(Airflow):
    """A running Airflow while the `with` block lasts, and the client of its REST API.

    :param dags: the DAG folder.
    :param home: where it keeps database and logs; made when it is not there.
    :param port: 0 takes any free one.
    :param database: SQLAlchemy URL of a metadata database; embedded SQLite in `home` without it.
    :param plugins: Airflow's plugins folder.
    :param settings: further environment variables of the server.
    :param python: the interpreter that has Airflow; this one without it.
    :param restart: start a component again when it ends by itself; else the server ends with it.
    """

    def __init__(
        self,
        dags: Path,
        home: Path,
        *,
        port: int = 0,
        database: str | None = None,
        plugins: Path | None = None,
        settings: Mapping[str, str] | None = None,
        python: Path | None = None,
        restart: bool = False,
    ) -> None:
        self._python = str(python or sys.executable)
        self._restart = ["--restart"] if restart else []
        self.home = home.resolve()
        self.port = port or free_port()
        super().__init__(f"http://{HOST}:{self.port}", USER, PASSWORD)
        self.environment = {
            **os.environ,
            **configuration(self.home, dags, database),
            **_server_configuration(self.address, self.port, plugins or self.home / "plugins"),
            **_secrets(self.home / "secrets.json"),
            **(settings or {}),
        }
        """Environment variables of its processes, and of whoever is to work on its database."""
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def logs(self) -> Path:
        """The folder with a log file for each component."""
        return self.home / "server-logs"

    @property
    def session(self) -> int:
        """Id of the session that all processes of the server live in."""
        if self._keeper is None:
            raise ServerError("The server is not running.")
        return self._keeper.pid

    def processes(self) -> list[int]:
        """Ids of the server's processes, those of running tasks among them."""
        return members(self.session)

    def component(self, name: str) -> int:
        """The process id of one of `keeper.COMPONENTS`."""
        return int(pid_file(self.logs, name).read_text(encoding="utf-8"))

    def start(self, timeout: float = START_TIMEOUT) -> None:
        """Start and wait until every component is healthy. Raises ServerError after `timeout` seconds."""
        _require_free(self.port)
        self.logs.mkdir(parents=True, exist_ok=True)
        make_database(self.home, self.environment)
        (self.home / "passwords.json").write_text(json.dumps({USER: PASSWORD}), encoding="utf-8")
        # By file: it need not be installed there.
        command = [self._python, keeper.__file__, str(self.logs), *self._restart]
        with (self.logs / "keeper.log").open("ab") as log:
            self._keeper = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self.wait_healthy(timeout)
        except BaseException:
            self.stop()
            raise

    def wait_healthy(self, timeout: float = START_TIMEOUT) -> None:
        """Wait until every component says that it is healthy. Raises ServerError after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        expected = {"metadatabase", "scheduler", "dag_processor", "triggerer"}
        while True:
            self.check()
            health = self.health()
            healthy = {name for name, status in health.items() if status == "healthy"} >= expected
            if healthy and self.prepare_tasks():
                return
            if time.monotonic() > deadline:
                raise ServerError(f"Airflow is not healthy: {health or 'no answer'}; its logs are in {self.logs}")
            time.sleep(0.3)

    def check(self) -> None:
        """Raise ServerError when the server has ended by itself."""
        if self._keeper is not None and self._keeper.poll() is not None:
            reason = (self.logs / "keeper.log").read_text(encoding="utf-8", errors="replace").strip().split("\n")[-1]
            raise ServerError(f"Airflow stopped ({reason}); its logs are in {self.logs}\n{self._last_words()}")

    def _last_words(self) -> str:
        texts = ((name, (self.logs / f"{name}.log").read_text(errors="replace")) for name in COMPONENTS)
        return "\n".join(f"--- {name}\n{text[-1000:]}" for name, text in texts)

    def wait_for_dags(self, dag_ids: Iterable[str], timeout: float = START_TIMEOUT) -> None:
        """Wait until Airflow knows these DAGs. Raises ServerError when one does not import and after `timeout` s."""
        wanted, deadline = set(dag_ids), time.monotonic() + timeout
        while missing := wanted - set(self.dags()):
            errors = self.import_errors()
            if errors or time.monotonic() > deadline:
                raise ServerError(f"DAGs {sorted(missing)} are not there; import errors: {errors or 'none'}")
            time.sleep(0.3)

    def stop(self) -> None:
        """End every process of the server; safe to repeat."""
        self.close()
        keeper, self._keeper = self._keeper, None
        if keeper is None or keeper.stdin is None:
            return
        keeper.stdin.close()
        try:
            keeper.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.wait()
        end_session(keeper.pid)

    def __enter__(self) -> AirflowServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _server_configuration(address: str, port: int, plugins: Path) -> dict[str, str]:
    return {
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",  # SQLite and a small machine hold no more
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(plugins.resolve()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",  # a busy machine is no reason to give a task up
        # How long the end of a task's process may go unnoticed when it dies a moment after it closed its connections.
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "5",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "10",
    }


def _secrets(file: Path) -> dict[str, str]:
    """Keys that all components share, the same at every start: stored connections are encrypted with one of them."""
    if not file.exists():
        made = {
            "AIRFLOW__API__SECRET_KEY": secrets.token_hex(),
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(),
            "AIRFLOW__CORE__FERNET_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(made), encoding="utf-8")
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ServerError(f"Port {port} is taken: choose another with --port.") from error


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _serve(server: AirflowServer) -> None:
    print(f"Starting Airflow; its logs go to {server.logs}", flush=True)
    with server:
        print(f"\n  {server.address}\n  user {USER}, password {PASSWORD}\n\nCtrl-C stops it.", flush=True)
        while True:
            server.check()
            time.sleep(1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a DAG folder until interrupted; 1 when Airflow does not start or ends by itself."""
    parser = argparse.ArgumentParser(
        prog="python -m mistral_airflow.local.server", description="Airflow on a DAG folder."
    )
    parser.add_argument("--dags", type=Path, required=True, help="the DAG folder")
    parser.add_argument(
        "--home", type=Path, default=Path(".airflow"), help="where database and logs are kept [.airflow]"
    )
    parser.add_argument("--port", type=int, default=8787, help="[8787]; 0 takes any free one")
    parser.add_argument("--database", metavar="URL", help="PostgreSQL for example; embedded SQLite without it")
    parser.add_argument("--plugins", type=Path, help="Airflow's plugins folder")
    chosen = parser.parse_args(arguments)
    if not chosen.dags.is_dir():
        parser.error(f"{chosen.dags} is not a folder")
    for number in (signal.SIGINT, signal.SIGTERM):  # SIGINT, too: a shell lets programs in the background ignore it
        signal.signal(number, _interrupt)
    try:
        _serve(
            AirflowServer(chosen.dags, chosen.home, port=chosen.port, database=chosen.database, plugins=chosen.plugins)
        )
    except KeyboardInterrupt:
        print("\nAirflow has stopped.")
    except (ServerError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
