"""A client of Airflow's public REST API, as much of it as runs of workflows need."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

DONE = ("success", "failed")


class ApiError(Exception):
    """Airflow refused a request. `status` is the HTTP status, `detail` what it said."""

    def __init__(self, status: int, detail: Any) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail


class Airflow:
    """One Airflow, as one of its users."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address
        self._login = {"username": user, "password": password}
        self._http = httpx.Client(base_url=address, timeout=180)

    @classmethod
    def with_token(cls, address: str, token: str) -> Airflow:
        """The same for somebody who has a token."""
        airflow = cls(address, "", "")
        airflow._http.headers["Authorization"] = f"Bearer {token}"
        return airflow

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        """One request, its answer as data; `path` is below the address. Raises ApiError."""
        if "Authorization" not in self._http.headers:
            answer = self._http.post("/auth/token", json=self._login)
            self._http.headers["Authorization"] = f"Bearer {_data(answer)['access_token']}"
        return _data(self._http.request(method, path, **arguments))

    def pages(self, path: str, name: str, **query: str) -> Iterator[dict[str, Any]]:
        """What a request lists under `name`, page after page: Airflow gives no more than a hundred at a time."""
        given, total = 0, 1
        while given < total:
            page = self.call("GET", path, params={"limit": 100, "offset": given, **query})
            total = page["total_entries"]
            if not page[name]:
                return
            given += len(page[name])
            yield from page[name]

    def health(self) -> dict[str, str | None]:
        """Component → `healthy` or not; nothing when nobody answers. Needs no login."""
        try:
            answer = self._http.get("/api/v2/monitor/health", timeout=5)
        except httpx.TransportError:
            return {}
        return {name: part["status"] for name, part in answer.json().items()} if answer.is_success else {}

    def prepare_tasks(self) -> bool:
        """Make the first call of the API that tasks use: it takes seconds, and no task should have to wait for it."""
        try:
            return self._http.get("/execution/health").is_success
        except httpx.TransportError:
            return False

    # DAGs

    def dags(self) -> list[str]:
        """Ids of the DAGs that can be triggered."""
        return [dag["dag_id"] for dag in self.pages("/api/v2/dags", "dags")]

    def import_errors(self) -> dict[str, str]:
        """File → error."""
        found = self.call("GET", "/api/v2/importErrors")["import_errors"]
        return {error["filename"]: error["stack_trace"] for error in found}

    # Runs

    def trigger(self, dag_id: str, conf: Mapping[str, Any] | None = None, run_id: str | None = None) -> str:
        """Start a run; its id. Raises ApiError when Airflow refuses the conf."""
        body = {"conf": conf or {}, "logical_date": None, **({"dag_run_id": run_id} if run_id else {})}
        return str(self.call("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body)["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The latest 100 runs of a DAG."""
        latest = {"limit": 100, "order_by": "-id"}
        found: list[dict[str, Any]] = self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns", params=latest)["dag_runs"]
        return found

    def run(self, dag_id: str, run_id: str) -> dict[str, Any]:
        """The run as Airflow shows it."""
        found: dict[str, Any] = self.call("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}")
        return found

    def wait(self, dag_id: str, run_id: str, timeout: float = 300, pause: float = 0.2) -> str:
        """Wait until the run ended; its state. Raises TimeoutError with the states of its tasks."""
        deadline = time.monotonic() + timeout
        while (state := self.run(dag_id, run_id)["state"]) not in DONE:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{dag_id} {run_id}: {state} after {timeout:g} s: {self.states(dag_id, run_id)}")
            time.sleep(pause)
        return str(state)

    def tasks(self, dag_id: str, run_id: str) -> dict[str, dict[str, Any]]:
        """The task instances of a run by task id."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances"
        return {instance["task_id"]: instance for instance in self.pages(path, "task_instances")}

    def states(self, dag_id: str, run_id: str) -> dict[str, str | None]:
        """Task id → state."""
        return {task_id: instance["state"] for task_id, instance in self.tasks(dag_id, run_id).items()}

    def xcom(self, dag_id: str, run_id: str, task_id: str, key: str = "return_value") -> Any:
        """One XCom, None where there is none."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/xcomEntries/{key}"
        try:
            return self.call("GET", path, params={"stringify": "false"})["value"]
        except ApiError as error:
            if error.status == httpx.codes.NOT_FOUND:
                return None
            raise

    def log(self, dag_id: str, run_id: str, task_id: str, attempt: int = 1) -> str:
        """The log of one attempt of a task."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/logs/{attempt}"
        lines = self.call("GET", path)["content"]
        return "\n".join(_line(line) for line in lines)


def _line(entry: Mapping[str, Any] | str) -> str:
    if isinstance(entry, str):
        return entry
    errors = [f"{error['exc_type']}: {error['exc_value']}" for error in entry.get("error_detail") or ()]
    return "\n".join([str(entry.get("event")), *errors])


def _data(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json() if answer.content else None
    try:
        detail = answer.json().get("detail", answer.text)
    except ValueError:
        detail = answer.text
    raise ApiError(answer.status_code, detail)
