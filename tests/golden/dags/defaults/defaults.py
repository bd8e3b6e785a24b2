"""defaults: a Mistral workflow.

Compiled by mistralc 0.0.0 from defaults.yaml (sha256 6d737f8aa389). Do not edit: change the workflow and compile again.

```yaml
defaults:
  vars:
    at: <% env().at %>
  task-defaults:
    on-error: [clean_up]
    on-complete:
      - log
    fail-on: <% $.at = null %>
  tasks:
    one:
      action: std.echo output='1'
      on-success: two
      on-complete: noop
    two:
      action: std.echo output='2'
      fail-on: false
    clean_up: {action: std.noop, on-complete: noop, on-error: noop}
    log: {action: std.noop, on-complete: noop, on-error: noop}
```
"""

from airflow.sdk import DAG, Label
from mistral_airflow.operators import (
    NOOP,
    ActionOperator,
    OutcomeOperator,
    VarsOperator,
    gate,
    on_complete,
    on_error,
    on_success,
)

with DAG(
    dag_id="defaults",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral"],
) as dag:
    vars_ = VarsOperator(
        task_id="vars",
        values={"at": "<% env().at %>"},
        evaluate=True,
    )

    one = ActionOperator(  # line 12
        task_id="one",
        action="std.echo",
        input={"output": "1"},
        fail_on="<% $.at = null %>",
        routes=[on_error("clean_up"), on_success("two"), on_complete(NOOP)],
    )

    two = ActionOperator(  # line 16
        task_id="two",
        action="std.echo",
        input={"output": "2"},
        fail_on="<% $.at = null %>",
        routes=[on_error("clean_up"), on_complete("log")],
    )

    clean_up = ActionOperator(  # line 18
        task_id="clean_up",
        action="std.noop",
        fail_on="<% $.at = null %>",
        trigger_rule="none_failed_min_one_success",
        routes=[on_error(NOOP), on_complete(NOOP)],
    )

    log = ActionOperator(  # line 19
        task_id="log",
        action="std.noop",
        fail_on="<% $.at = null %>",
        routes=[on_error(NOOP), on_complete(NOOP)],
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    vars_ >> one
    gate(one, clean_up, "one.clean_up", "on-error")
    one >> two
    gate(two, clean_up, "two.clean_up", "on-error")
    two >> Label("on-complete") >> log
    [clean_up, log] >> outcome
