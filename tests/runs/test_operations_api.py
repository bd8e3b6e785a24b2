"""What the operations answer over HTTP where that is the database's doing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.airflow


def test_what_the_database_gives_up_is_to_be_sent_again():
    from fastapi import FastAPI
    from fastapi.testclient import TestClient
    from sqlalchemy.exc import OperationalError

    from mistral_airflow.operations.api import app

    asked = FastAPI(exception_handlers=app.exception_handlers)

    @asked.post("/stop")
    def stop() -> None:
        raise OperationalError("SELECT", {}, Exception("deadlock detected"))

    answer = TestClient(asked).post("/stop")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "nothing was changed: send it again. It said: deadlock detected" in answer.json()["detail"]
