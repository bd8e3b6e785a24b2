"""Which attempts the triggerer skips: only those after which another one certainly follows."""

import asyncio
import time

import pytest

from mistral_airflow.flow import polling
from mistral_airflow.flow.calling import Called
from mistral_airflow.flow.polling import Poll, movable
from mistral_airflow.triggers.poll import PollTrigger
from mistralc import expressions

pytestmark = pytest.mark.airflow
BUILD, ACTIVE = Called("SUCCESS", {"status": "BUILD"}), Called("SUCCESS", {"status": "ACTIVE"})
FAILED = Called("ERROR", "no", "no")
BROKEN = Called("SUCCESS", {"status": "ERROR", "name": "web", "fault": {"message": "no host"}})


def poll(number=0, **parts):
    retry = {"count": 3, "delay": 0, **parts.pop("retry", {})}
    return Poll("wait", "nova.servers_get", {"server": "s"}, retry, number, time.time(), **parts)


UNTIL_ACTIVE = {"continue_on": "<% task().result.status != $.wished %>"}


@pytest.mark.parametrize(("called", "parts", "follows"), [
    (FAILED, {}, True),
    (ACTIVE, {}, False),
    (FAILED, {"number": 3}, False),
    (Called("ERROR", "no", "no", final=True), {}, False),
    (FAILED, {"retry": {"break_on": "<% true %>"}}, False),
    (BUILD, {"retry": UNTIL_ACTIVE, "variables": {"wished": "ACTIVE"}}, True),
    (ACTIVE, {"retry": UNTIL_ACTIVE, "variables": {"wished": "ACTIVE"}}, False),
    (BROKEN, {"retry": UNTIL_ACTIVE, "variables": {"wished": "ACTIVE"}}, False),
    (BROKEN, {"retry": UNTIL_ACTIVE, "variables": {"wished": "SHUTOFF"}}, True),
    (BUILD, {"retry": {"continue_on": "<% task(other).result %>"}}, False),
    (BUILD, {"retry": {"continue_on": "<% $.nothing.at.all %>"}}, False),
    (BUILD, {"fail_on": "<% task().result.status != ACTIVE %>"}, True),
    (BUILD, {"publish": {"SUCCESS": {"x": "<% task().result.no.such %>"}}, "retry": UNTIL_ACTIVE}, False),
    (BUILD, {"publish": {"SUCCESS": {"seen": "<% task().result.status %>"}},
             "retry": {"continue_on": "<% $.seen = BUILD %>"}}, True),
])  # fmt: skip
def test_another_attempt_follows(called, parts, follows):
    assert poll(**parts).follows(called) is follows


def test_the_reason_is_kept():
    waiting = poll(retry=UNTIL_ACTIVE, variables={"wished": "ACTIVE"})
    assert not waiting.follows(BROKEN)
    assert waiting.reason == "The server web is in ERROR: no host"


@pytest.mark.parametrize(("text", "may"), [
    ("<% $.mine %>", True),
    ("<% task().result %>", True),
    ("<% task(wait).result %>", True),
    ("<% task(other).result %>", False),
    ("<% $ %>", False),
    ("<% $.shared %>", False),
    ("<% global(x) %>", False),
    ("<% uuid() %>", False),
])  # fmt: skip
def test_what_can_be_evaluated_elsewhere(text, may):
    assert movable(expressions.reads(text), "wait", {"shared"}) is may


def fired(trigger):
    async def first():
        return await anext(trigger.run())

    return asyncio.run(first()).payload


@pytest.fixture
def answers(monkeypatch):
    found = []
    monkeypatch.setattr(Poll, "attempt", lambda self: found.pop(0))
    return found


def test_the_trigger_fires_with_the_first_attempt_that_may_be_the_last(answers):
    answers += [FAILED, FAILED, ACTIVE]
    event = fired(PollTrigger(poll().to_json()))
    assert event == {polling.EVENT: 3, "state": "SUCCESS", "result": ACTIVE.result, "info": None, "final": False}


def test_the_trigger_makes_no_more_attempts_than_are_left(answers):
    answers += [FAILED] * 9
    assert fired(PollTrigger(poll(number=1).to_json()))[polling.EVENT] == 3
    assert len(answers) == 6


def test_the_deadline_comes_first(answers):
    assert fired(PollTrigger(poll(deadline=time.time() - 1).to_json())) == {}


def test_what_is_waited_for_survives_the_database():
    trigger = PollTrigger(poll(retry=UNTIL_ACTIVE).to_json())
    place, arguments = trigger.serialize()
    assert place == "mistral_airflow.triggers.poll.PollTrigger"
    assert Poll(**arguments["poll"]) == Poll(**trigger.poll)
