"""Records what Mistral's API gives its own client: MISTRAL_PYTHON tests/unit/service/record.py FOLDER > recorded.json

FOLDER has `oracle.py`, which boots the real engine in one process; the API is served beside it. An action returns the
client's resources; what a workflow sees of them is what Mistral's serializer leaves, without the parts named here.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from wsgiref.simple_server import WSGIRequestHandler, make_server

INTERNAL = ("manager", "_data")
"""The client and a second copy of the resource: they come along in Mistral, and no workflow can want them."""

BACKUP = """
version: '2.0'
backup:
  description: d
  tags: [a]
  input: [vm, {size: 1}]
  output: {o: <% $.r %>}
  tasks:
    t1:
      action: std.echo output=<% $.vm %>
      publish: {r: <% task().result %>}
"""
BOOK = "version: '2.0'\nname: x\nworkflows:\n  w:\n    tasks:\n      t: {action: std.noop}\n"
INPUT = {"vm": "x"}
FIRST = "2099-01-01 10:00"
MINUTELY = "* * * * *"
NOBODY = "11111111-1111-1111-1111-111111111111"


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class Recorder:
    """Calls by name, each with what the client returned or raised."""

    def __init__(self):
        self.results = {}

    def __call__(self, name, function, /, *arguments, **named):
        from mistral_lib import actions, serialization

        try:
            found = function(*arguments, **named)
        except Exception as error:  # noqa: BLE001  # whatever it raises is what a task fails with
            self.results[name] = {"raised": str(error)}
            return None
        serializer = serialization.get_polymorphic_serializer()
        text = serializer.serialize(actions.Result(data=found))
        self.results[name] = plain(json.loads(json.loads(text)["__serial_data"])["data"])
        return found


def plain(data):
    if isinstance(data, list):
        return [plain(item) for item in data]
    return {k: v for k, v in data.items() if k not in INTERNAL} if isinstance(data, dict) else data


def record_texts(ask, client):
    ask("workflows.create", client.workflows.create, BACKUP)
    ask("workflows.list", client.workflows.list)
    ask("workflows.get", client.workflows.get, "backup")
    ask("workflows.get no", client.workflows.get, "nope")
    ask("workflows.validate", client.workflows.validate, BACKUP)
    ask("workflows.validate bad", client.workflows.validate, "version: '2.0'\nw:\n  tsks: {}\n")
    ask("workflows.validate bad yaml", client.workflows.validate, "a: [b")
    ask("workbooks.validate bad", client.workbooks.validate, "version: '2.0'\nnme: x\n")
    ask("workbooks.validate good", client.workbooks.validate, BOOK)
    ask("workbooks.create", client.workbooks.create, BOOK)
    ask("workbooks.list", client.workbooks.list)
    ask("workflows.find", client.workflows.find, name="x.w")
    ask("actions.list", client.actions.list)
    ask.results["actions.list"] = ask.results["actions.list"][:2]
    ask("actions.get", client.actions.get, "std.echo")
    ask("actions.find", client.actions.find, name="std.echo")


def record_executions(ask, client):
    executions = client.executions
    made = ask("executions.create", executions.create, "backup", "", INPUT, "hello", env={"a": 1})
    time.sleep(2)
    ask("executions.get", executions.get, made.id)
    ask("executions.list", executions.list)
    ask("executions.find", executions.find, workflow_name="backup")
    ask("executions.get no", executions.get, NOBODY)
    ask("executions.create no wf", executions.create, "nope")
    ask("executions.create no input", executions.create, "backup")
    ask("executions.create empty", executions.create)
    ask("executions.create unexpected", executions.create, "backup", "", {"vm": 1, "zz": 2})
    ask("executions.update", executions.update, made.id, "PAUSED")
    ask("executions.update bad", executions.update, made.id, "WEIRD")
    ask("executions.update desc", executions.update, made.id, None, description="dd")
    (task,) = ask("tasks.list", client.tasks.list, made.id)
    ask("tasks.get", client.tasks.get, task.id)
    ask("tasks.rerun", client.tasks.rerun, task.id)
    (action,) = ask("action_executions.list", client.action_executions.list, task.id)
    ask("action_executions.get", client.action_executions.get, action.id)
    ask("action_executions.create", client.action_executions.create, "std.echo", {"output": "x"})


def record_environments(ask, client):
    environments = client.environments
    ask("env.create", environments.create, name="site", description="s", variables={"a": 1})
    ask("env.create dup", environments.create, name="site", variables={"a": 1})
    ask("env.get", environments.get, "site")
    ask("env.list", environments.list)
    ask("env.find", environments.find, name="site")
    ask("env.update", environments.update, name="site", variables={"b": 2})
    ask("env.update no", environments.update, name="sitex", variables={"b": 2})
    ask("env.create novar", environments.create, name="site4")
    ask("env.get no", environments.get, "sitexx")
    ask("env.delete", environments.delete, "site")
    ask("env.delete no", environments.delete, "site")


def record_cron_triggers(ask, client):
    create, triggers = client.cron_triggers.create, client.cron_triggers
    ask("cron.create", create, "nightly", "backup", INPUT, {"env": {}}, "*/5 * * * *")
    ask("cron.create dup", create, "nightly", "backup", INPUT, {"env": {}}, "*/5 * * * *")
    ask("cron.create first", create, "once", "backup", INPUT, first_time=FIRST)
    ask("cron.create first count", create, "once2", "backup", INPUT, None, MINUTELY, FIRST, 3)
    ask("cron.create bad first", create, "once3", "backup", INPUT, first_time="2001-01-01 10:00")
    ask("cron.create bad first2", create, "once3", "backup", INPUT, first_time="tomorrow")
    ask("cron.create count", create, "once3", "backup", INPUT, first_time=FIRST, count=2)
    ask("cron.create count0", create, "once3", "backup", INPUT, pattern=MINUTELY, count=0)
    ask("cron.create nothing", create, "n2", "backup", INPUT)
    ask("cron.create badpattern", create, "n2", "backup", INPUT, pattern="hello")
    ask("cron.create seconds", create, "n6", "backup", INPUT, pattern="* * * * * */10")
    ask("cron.create hourly", create, "n7", "backup", INPUT, pattern="@hourly")
    ask("cron.create no wf", create, "n3", "nope", pattern=MINUTELY)
    ask("cron.create no input", create, "n4", "backup", pattern=MINUTELY)
    ask("cron.list", triggers.list)
    ask("cron.get", triggers.get, "nightly")
    ask("cron.get no", triggers.get, "nightlyx")
    ask("cron.find", triggers.find, workflow_name="backup", name="nightly")
    ask("cron.delete", triggers.delete, "nightly")
    ask("cron.delete no", triggers.delete, "nightly")


def main(folder):
    sys.path.insert(0, folder)
    from oracle import Oracle

    engine = Oracle(overrides={"pecan.auth_enable": False})
    from mistral.api import app
    from mistralclient.api.v2.client import Client

    server = make_server("127.0.0.1", 0, app.setup_app(), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    engine._set_ctx()
    ask, client = Recorder(), Client(mistral_url=f"http://127.0.0.1:{server.server_port}/v2")
    for record in (record_texts, record_executions, record_environments, record_cron_triggers):
        record(ask, client)
    print(json.dumps(ask.results, indent=1))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except BaseException:  # noqa: BLE001  # told below, and the engine's threads would go on
        traceback.print_exc()
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)
