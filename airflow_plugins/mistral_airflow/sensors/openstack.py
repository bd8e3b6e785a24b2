"""Waiting for OpenStack in DAGs written by hand: in the triggerer, on no worker."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from airflow.sdk.exceptions import AirflowFailException, TaskDeferred

from mistral_airflow.operators.openstack import OpenStackActionOperator

_NO_END = 10**9


class OpenStackActionSensor(OpenStackActionOperator):
    """Repeats an action that only looks, until a condition holds; the XCom is the last result.

    :param done: an expression over `task().result`, as in a workflow: `<% task().result.status = ACTIVE %>`.
    :param poke_interval: seconds between two looks.
    :param timeout: seconds after which the task fails; None for never.
    """

    ui_color = "#f3e6dc"

    def __init__(self, *, done: str, poke_interval: float = 5, timeout: float | None = 3600, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.done = done
        self.poke_interval = poke_interval
        self.timeout = timeout

    def execute(self, context: Any) -> Any:
        """Look once; raises TaskDeferred when that is not enough."""
        from mistral_airflow.flow.polling import Poll
        from mistral_airflow.triggers.poll import PollTrigger

        self.check()
        now = time.time()
        poll = Poll(
            task=self.task_id, action=self.action, arguments={**self.arguments, **self.scope.as_arguments()},
            retry={"count": _NO_END, "delay": self.poke_interval, "continue_on": self._not_done()},
            number=0, moment=now, deadline=None if self.timeout is None else now + self.timeout,
        )  # fmt: skip
        called = poll.attempt()
        if poll.follows(called):
            raise TaskDeferred(trigger=PollTrigger(poll.to_json()), method_name="finish")
        return self._result(called.state, called.result, poll.reason or called.info)

    def finish(self, context: Any, event: Mapping[str, Any]) -> Any:
        """Airflow's entry when the wait is over. Raises AirflowFailException when it was in vain."""
        if not event:
            raise AirflowFailException(f"{self.action}: what was waited for did not happen in {self.timeout:g} s")
        return self._result(event["state"], event["result"], event["info"])

    def _result(self, state: str, result: Any, fault: str | None) -> Any:
        if state != "SUCCESS" or fault:
            raise AirflowFailException(fault or f"{self.action} failed")
        return result

    def _not_done(self) -> str:
        text = self.done.strip()
        if text.startswith("{{"):
            return f"{{{{ not ({text[2:-2]}) }}}}"
        return f"<% not ({text[2:-2]}) %>"


class ServerStatusSensor(OpenStackActionSensor):
    """Waits until a server is in a status; fails at once, with Nova's fault message, when it is in ERROR instead.

    :param server: its id (templated).
    :param status: ACTIVE, SHUTOFF, VERIFY_RESIZE …
    """

    template_fields: Sequence[str] = (*OpenStackActionOperator.template_fields, "server")

    def __init__(self, *, server: str, status: str = "ACTIVE", **kwargs: Any) -> None:
        done = f"<% task().result.status = {status} %>"
        super().__init__(action="nova.servers_get", done=done, **kwargs)
        self.server = server
        self.status = status

    def execute(self, context: Any) -> Any:
        """Look once; raises TaskDeferred when that is not enough."""
        self.arguments = {"server": self.server}
        return super().execute(context)
