"""fork_join: a Mistral workflow.

Compiled by mistralc 0.0.0 from fork_join.yaml (sha256 905b19cb0ee5). Do not edit: change the workflow and compile again.

```yaml
fork_join:
  output:
    all: <% task(together).result %>
  tasks:
    start:
      on-success: [left, middle, right]
    left: {action: std.echo output=1, on-success: [together, quorum, quick]}
    middle: {action: std.echo output=2, on-complete: [together, quorum, quick]}
    right:
      action: std.fail
      on-error: [together, quorum, quick]
    together: {join: all, action: std.echo output='all'}
    quorum: {join: 2, action: std.echo output='two'}
    quick: {join: one, action: std.echo output='one'}
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import (
    ActionOperator,
    NoopOperator,
    OutcomeOperator,
    gate,
    on_complete,
    on_error,
    on_success,
    threshold,
)

with DAG(
    dag_id="fork_join",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral"],
) as dag:
    start = NoopOperator(  # line 7
        task_id="start",
        routes=[on_success("left"), on_success("middle"), on_success("right")],
    )

    left = ActionOperator(  # line 8
        task_id="left",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("together"), on_success("quorum"), on_success("quick")],
    )

    middle = ActionOperator(  # line 9
        task_id="middle",
        action="std.echo",
        input={"output": 2},
        routes=[on_complete("together"), on_complete("quorum"), on_complete("quick")],
    )

    right = ActionOperator(  # line 11
        task_id="right",
        action="std.fail",
        routes=[on_error("together"), on_error("quorum"), on_error("quick")],
    )

    together = ActionOperator(  # line 13
        task_id="together",
        action="std.echo",
        input={"output": "all"},
        join="all",
        trigger_rule="none_failed_min_one_success",
    )

    quorum = ActionOperator(  # line 14
        task_id="quorum",
        action="std.echo",
        input={"output": "two"},
        join=2,
        trigger_rule="one_success",
    )

    quick = ActionOperator(  # line 15
        task_id="quick",
        action="std.echo",
        input={"output": "one"},
        join="one",
        trigger_rule="one_success",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"all": "<% task(together).result %>"},
    )

    start >> [left, middle, right]
    gate(left, together, "left.together", "on-success")
    gate(middle, together, "middle.together", "on-complete")
    gate(right, together, "right.together", "on-error")
    quorum_edges = threshold(
        quorum,
        2,
        [
            gate(left, quorum, "left.quorum", "on-success"),
            gate(middle, quorum, "middle.quorum", "on-complete"),
            gate(right, quorum, "right.quorum", "on-error"),
        ],
    )
    quick_edges = threshold(
        quick,
        1,
        [
            gate(left, quick, "left.quick", "on-success"),
            gate(middle, quick, "middle.quick", "on-complete"),
            gate(right, quick, "right.quick", "on-error"),
        ],
    )
    [together, quorum, quick, *quorum_edges, *quick_edges] >> outcome
