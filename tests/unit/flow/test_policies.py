"""Which tasks may be executed again from their beginning when their process was lost."""

from types import SimpleNamespace

import pytest

pytestmark = pytest.mark.airflow


@pytest.mark.parametrize(
    ("task", "repeatable"),
    [
        ({"action": "std.echo", "input": {"output": 1}}, True),
        ({"action": "std.fail"}, True),
        ({"action": "std.noop"}, True),
        ({"action": "std.test_dict", "input": {"size": 1}}, True),
        ({"action": "std.echo", "input": {"output": 1, "delay": 3}}, False),
        ({"action": "std.echo", "input": "<% $.arguments %>"}, False),
        ({"action": "std.http", "input": {"url": "http://x"}}, False),
        ({"action": "std.http", "safe_rerun": True}, True),
        ({"action": "<% $.action %>"}, False),
        ({"workflow": "w"}, True),
        ({"action": "std.noop", "ad_hoc": {"std.noop"}}, False),
    ],
)
def test_an_action_that_ends_at_once_and_touches_nothing_may_run_again(task, repeatable):
    from mistral_airflow.flow import policies

    fields = {"action": "std.noop", "input": None, "workflow": None, "safe_rerun": False, **task}
    adapted = SimpleNamespace(called=lambda name: name if name in task["ad_hoc"] else None)
    operator = SimpleNamespace(**{**fields, "ad_hoc": adapted if "ad_hoc" in task else None})
    assert policies.repeatable(operator, lambda value: value) is repeatable
