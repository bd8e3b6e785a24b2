"""commands: a Mistral workflow.

Compiled by mistralc 0.0.0 from commands.yaml (sha256 b6e500485fa0). Do not edit: change the workflow and compile again.

```yaml
commands:
  input: [n]
  output: {n: <% $.n %>}
  output-on-error: {failed: true}
  tasks:
    check:
      action: std.echo output=<% $.n %>
      on-success:
        - fail(msg='not <% $.n %>!'): <% $.n < 0 %>
        - succeed msg='nothing to do': <% $.n = 0 %>
        - go: <% $.n > 0 %>
      on-error: noop
      on-complete:
        - fail: <% $.n = 7 %>
    go:
      action: std.noop
      on-success: [succeed]
      on-error:
        - fail
        - after
    after: {action: std.noop}
```
"""

from airflow.sdk import DAG, Label
from mistral_airflow.operators import (
    NOOP,
    ActionOperator,
    CommandOperator,
    OutcomeOperator,
    on_complete,
    on_error,
    on_success,
    required,
)

with DAG(
    dag_id="commands",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "n": required(),
    },
    tags=["mistral"],
) as dag:
    check = ActionOperator(  # line 8
        task_id="check",
        action="std.echo",
        input={"output": "<% $.n %>"},
        routes=[
            on_error(NOOP),
            on_success("check.fail", when="<% $.n < 0 %>"),
            on_success("check.succeed", when="<% $.n = 0 %>"),
            on_success("go", when="<% $.n > 0 %>"),
            on_complete("check.fail_2", when="<% $.n = 7 %>"),
        ],
    )

    check_fail = CommandOperator(
        task_id="check.fail",
        command="fail",
        message="not <% $.n %>!",
    )

    check_succeed = CommandOperator(
        task_id="check.succeed",
        command="succeed",
        message="nothing to do",
    )

    check_fail_2 = CommandOperator(
        task_id="check.fail_2",
        command="fail",
    )

    go = ActionOperator(  # line 17
        task_id="go",
        action="std.noop",
        routes=[on_error("go.fail"), on_error("after"), on_success("go.succeed")],
    )

    go_fail = CommandOperator(
        task_id="go.fail",
        command="fail",
    )

    go_succeed = CommandOperator(
        task_id="go.succeed",
        command="succeed",
    )

    after = ActionOperator(  # line 22
        task_id="after",
        action="std.noop",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"n": "<% $.n %>"},
        output_on_error={"failed": True},
    )

    check >> [check_fail, check_succeed, go]
    check >> Label("on-complete") >> check_fail_2
    go >> Label("on-error") >> [go_fail, after]
    go >> go_succeed
    [check_fail, check_succeed, check_fail_2, go_fail, go_succeed, after] >> outcome
