"""The operations over HTTP, below /mistral on Airflow's API server: its users, its permissions, its audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
from airflow.api_fastapi.common.db.common import SessionDep
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from airflow.api_fastapi.logging.decorators import action_logging
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from fastapi import Body, Depends, FastAPI, HTTPException, Request, status
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import OperationalError

from mistral_airflow import operations
from mistral_airflow.operations import family

RUN = "/dags/{dag_id}/dagRuns/{dag_run_id}"
TASK = RUN + "/tasks/{task}"
State = Literal["SUCCESS", "ERROR", "CANCELLED"]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Resume(_Request):
    """`env` is merged into the environment."""

    env: dict[str, Any] | None = None


class Stop(_Request):
    """How the execution ends."""

    state: State = "CANCELLED"
    message: str | None = None


class Rerun(_Request):
    """`reset` false: items of with-items that succeeded are not repeated. `env` is merged into the environment."""

    reset: bool = True
    env: dict[str, Any] | None = None


class Answer(_Request):
    """The result of an asynchronous action; of a failed one the error. `index` is the item of with-items."""

    state: State = "SUCCESS"
    result: Any = None
    index: int | None = None


class Update(_Request):
    """Whether an asynchronous action, and with it the run, is to pause."""

    state: Literal["PAUSED", "RUNNING"]


class Execution(BaseModel):
    """The state of the execution after the operation."""

    state: str


def _run(dag_id: str, dag_run_id: str, session: SessionDep, user: GetUserDep) -> DagRun:
    """The run, when the user may change it and every run that belongs to it: operations reach up and down."""
    run = family.find(session, dag_id, dag_run_id)
    if run is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no run {dag_run_id} of the DAG {dag_id}.")
    for other in {member.dag_id for member in family.tree(session, family.root(session, run))}:
        details = DagDetails(id=other, team_name=DagModel.get_team_name(other))
        if not get_auth_manager().is_authorized_dag(
            method="PUT", access_entity=DagAccessEntity.RUN, details=details, user=user
        ):
            raise HTTPException(
                status.HTTP_403_FORBIDDEN, f"The run belongs to runs of {other}, which you may not edit."
            )
    return run


ResumeBody = Annotated[Resume, Body()]
StopBody = Annotated[Stop, Body()]
RerunBody = Annotated[Rerun, Body()]
AnswerBody = Annotated[Answer, Body()]
_RESUME, _STOP, _RERUN, _ANSWER = Resume(), Stop(), Rerun(), Answer()
RunDep = Annotated[DagRun, Depends(_run)]
_ALLOWED = [Depends(requires_access_dag("PUT", DagAccessEntity.RUN)), Depends(action_logging())]
app = FastAPI(title="Mistral operations", description=__doc__, dependencies=_ALLOWED)


@app.exception_handler(OperationalError)
def _given_up(_: Request, error: OperationalError) -> JSONResponse:
    """The database ended the transaction, for that of the scheduler as a rule (a deadlock)."""
    detail = f"The database gave this up, and nothing was changed: send it again. It said: {error.orig}"
    return JSONResponse({"detail": detail}, status.HTTP_503_SERVICE_UNAVAILABLE, {"Retry-After": "1"})


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except operations.OperationRefused as refusal:
        raise HTTPException(status.HTTP_409_CONFLICT, str(refusal)) from None


def _told(session: Any, run: DagRun) -> Execution:
    return Execution(state=operations.state_of(session, run))


@app.post(RUN + "/pause")
def pause(run: RunDep, session: SessionDep) -> Execution:
    """Let nothing start that has not started, in the whole family of the run."""
    with _refusals():
        operations.pause(session, run)
    return _told(session, run)


@app.post(RUN + "/resume")
def resume(run: RunDep, session: SessionDep, body: ResumeBody = _RESUME) -> Execution:
    """Let a paused run go on."""
    operations.resume(session, run, body.env)
    return _told(session, run)


@app.post(RUN + "/stop")
def stop(run: RunDep, session: SessionDep, body: StopBody = _STOP) -> Execution:
    """End the run; without a state, cancel it and all runs below it."""
    operations.stop(session, run, body.state, body.message)
    return _told(session, run)


@app.post(TASK + "/rerun")
def rerun(task: str, run: RunDep, session: SessionDep, body: RerunBody = _RERUN) -> Execution:
    """Run a failed task again, and what follows it."""
    with _refusals():
        operations.rerun(session, run, task, reset=body.reset, env=body.env)
    return _told(session, run)


@app.post(TASK + "/skip")
def skip(task: str, run: RunDep, session: SessionDep, body: ResumeBody = _RESUME) -> Execution:
    """Take a failed task for skipped, and go on."""
    with _refusals():
        operations.skip(session, run, task, env=body.env)
    return _told(session, run)


@app.post(TASK + "/complete_action")
def complete_action(task: str, run: RunDep, session: SessionDep, body: AnswerBody = _ANSWER) -> Execution:
    """Give the result of an asynchronous action."""
    with _refusals():
        operations.complete_action(session, run, task, body.state, body.result, body.index)
    return _told(session, run)


@app.post(TASK + "/update_action")
def update_action(task: str, run: RunDep, session: SessionDep, body: Update) -> Execution:
    """Pause an asynchronous action, or let it go on."""
    with _refusals():
        operations.update_action(session, run, task, body.state)
    return _told(session, run)
