"""Mistral's engine, executor and scheduler in one process; questions in, answers out, a line of JSON each.

Runs in Mistral's environment, not in ours. It is Mistral at its fastest: an SQLite in memory, messages that never leave
the process and are looked for every millisecond instead of every fiftieth of a second, actions run in the engine's own
threads, schemas that are not checked against the meta-schema again. A service has a database, RabbitMQ and three kinds
of processes in between.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import sys
import time
import warnings
from collections import Counter
from typing import Any

LOOKS = 0.02
"""Seconds between two looks at the executions."""

OPTIONS = {
    ("auth_enable", "pecan"): False,
    ("type", "executor"): "local",
    ("only_builtin_actions", "legacy_action_provider"): True,
    ("load_action_generators", "legacy_action_provider"): False,
    ("execution_integrity_check_delay", "engine"): -1,
    ("in_memory_workers", "scheduler"): 16,
}


PR_SET_PDEATHSIG = 1


def main() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # whoever stops this process may be killed meanwhile
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    engine = Engine()
    for line in sys.stdin:
        question = json.loads(line)
        answer = engine.register(**question) if "workflows" in question else engine.run(**question)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    os._exit(0)  # the service's threads do not end by themselves


class Engine:
    """A live engine."""

    def __init__(self) -> None:
        warnings.simplefilter("ignore")
        from oslo_service import backend

        backend.init_backend(backend.BackendType.THREADING)
        self._configure()
        from mistral import context
        from mistral.db.v2 import api
        from mistral.engine import engine_server
        from mistral.services import security, workflows

        self._database, self._workflows = api, workflows
        api.setup_db()
        project = security.DEFAULT_PROJECT_ID
        who = {"user_name": "bench", "user": "bench", "tenant": project, "project_id": project, "is_admin": False}
        context.set_ctx(context.MistralContext.from_dict({**who, "project_name": "bench"}))
        service = engine_server.get_oslo_service(setup_profiler=False)
        service.start()
        service.wait_started()
        self._engine = service.engine

    def _configure(self) -> None:
        import jsonschema
        import oslo_messaging
        from mistral import config  # noqa: F401  (this and the next register options)
        from mistral.db.sqlalchemy import base  # noqa: F401
        from oslo_config import cfg
        from oslo_log import log

        for name in dir(jsonschema):
            if name.startswith("Draft") and name.endswith("Validator"):
                getattr(jsonschema, name).check_schema = classmethod(lambda cls, *args, **kwargs: None)
        log.register_options(cfg.CONF)
        cfg.CONF(args=[], project="mistral", default_config_files=[], default_config_dirs=[])
        logging.disable()
        oslo_messaging.get_rpc_transport(cfg.CONF)
        cfg.CONF.set_default("transport_url", "fake:/")
        cfg.CONF.set_default("connection", "sqlite://", group="database")
        cfg.CONF.set_default("max_overflow", -1, group="database")
        cfg.CONF.set_default("max_pool_size", 1000, group="database")
        cfg.CONF.set_override("scheduler_type", "default")
        for (name, group), value in OPTIONS.items():
            cfg.CONF.set_override(name, value, group=group)
        from oslo_messaging._drivers import impl_fake

        class Impatient:
            time = staticmethod(time.time)

            @staticmethod
            def sleep(seconds: float) -> None:
                time.sleep(min(seconds, 0.001))

        impl_fake.time = Impatient

    def register(self, workflows: list[str]) -> dict[str, Any]:
        """Make the workflows known."""
        for text in workflows:
            self._workflows.create_workflows(text)
        return {"registered": len(workflows)}

    def run(self, workflow: str, executions: int, limit: float) -> dict[str, Any]:
        """Start so many executions, wait for all; seconds, number of executions by state, output of the first."""
        started = time.monotonic()
        ids = [self._engine.start_workflow(workflow, "", None, {}, "").id for _ in range(executions)]
        while (states := self._states(ids)).keys() & {"RUNNING", "IDLE"}:
            if time.monotonic() - started > limit:
                break
            time.sleep(LOOKS)
        seconds = time.monotonic() - started
        with self._database.transaction():
            output = self._database.get_workflow_execution(ids[0]).output
        return {"seconds": seconds, "states": states, "output": output}

    def _states(self, ids: list[str]) -> Counter[str]:
        import sqlalchemy
        from mistral.db.sqlalchemy import base

        with self._database.transaction():
            query = sqlalchemy.text("select id, state from workflow_executions_v2 where task_execution_id is null")
            found = dict(tuple(row) for row in base._get_thread_local_session().execute(query))
        return Counter(str(found[execution]) for execution in ids)


if __name__ == "__main__":
    main()
