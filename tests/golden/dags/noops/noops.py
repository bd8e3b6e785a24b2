"""noops: a Mistral workflow.

Compiled by mistralc 0.0.0 from noops.yaml (sha256 72971cc5136c). Do not edit: change the workflow and compile again.

```yaml
noops:
  tasks:
    start: {action: std.noop, on-success: [a, b]}
    a: {on-success: m}
    b: {on-complete: [m, n]}
    m: {join: all, on-success: end}
    n: {action: std.noop, on-error: end2, on-success: e}
    e: {action: std.noop, on-success: noop}
    end: {action: std.noop}
    end2: {action: std.noop}
```
"""

from airflow.sdk import DAG, Label
from mistral_airflow.operators import (
    NOOP,
    ActionOperator,
    NoopOperator,
    OutcomeOperator,
    gate,
    on_complete,
    on_error,
    on_success,
)

with DAG(
    dag_id="noops",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral"],
) as dag:
    start = NoopOperator(  # line 4
        task_id="start",
        routes=[on_success("a"), on_success("b")],
    )

    a = NoopOperator(  # line 5
        task_id="a",
        routes=[on_success("m")],
    )

    b = NoopOperator(  # line 6
        task_id="b",
        routes=[on_complete("m"), on_complete("n")],
    )

    m = ActionOperator(  # line 7
        task_id="m",
        action="std.noop",
        join="all",
        trigger_rule="none_failed_min_one_success",
        routes=[on_success("end")],
    )

    n = ActionOperator(  # line 8
        task_id="n",
        action="std.noop",
        routes=[on_error("end2"), on_success("e")],
    )

    e = ActionOperator(  # line 9
        task_id="e",
        action="std.noop",
        routes=[on_success(NOOP)],
    )

    end = NoopOperator(  # line 10
        task_id="end",
    )

    end2 = NoopOperator(  # line 11
        task_id="end2",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    start >> [a, b]
    gate(a, m, "a.m", "on-success")
    gate(b, m, "b.m", "on-complete")
    b >> Label("on-complete") >> n
    m >> end
    n >> e
    n >> Label("on-error") >> end2
    [e, end, end2] >> outcome
