"""merges: a Mistral workflow.

Compiled by mistralc 0.0.0 from merges.yaml (sha256 3e79fd47f4b6). Do not edit: change the workflow and compile again.

```yaml
merges:
  input: [size]
  tasks:
    create:
      action: std.echo output='vm'
      on-success:
        - small: <% $.size < 10 %>
        - large: <% $.size >= 10 %>
      on-error: clean_up
    small:
      action: std.noop
      on-success: report
      on-error: clean_up
    large:
      action: std.noop
      on-success: report
      on-error: clean_up
    report:
      action: std.echo output='done'
      on-error: clean_up
    clean_up:
      action: std.echo output='cleaned'
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, OutcomeOperator, gate, on_error, on_success, required

with DAG(
    dag_id="merges",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "size": required(),
    },
    tags=["mistral"],
) as dag:
    create = ActionOperator(  # line 6
        task_id="create",
        action="std.echo",
        input={"output": "vm"},
        routes=[
            on_error("clean_up"),
            on_success("small", when="<% $.size < 10 %>"),
            on_success("large", when="<% $.size >= 10 %>"),
        ],
    )

    small = ActionOperator(  # line 12
        task_id="small",
        action="std.noop",
        routes=[on_error("clean_up"), on_success("report")],
    )

    large = ActionOperator(  # line 16
        task_id="large",
        action="std.noop",
        routes=[on_error("clean_up"), on_success("report")],
    )

    report = ActionOperator(  # line 20
        task_id="report",
        action="std.echo",
        input={"output": "done"},
        trigger_rule="none_failed_min_one_success",
        routes=[on_error("clean_up")],
    )

    clean_up = ActionOperator(  # line 23
        task_id="clean_up",
        action="std.echo",
        input={"output": "cleaned"},
        trigger_rule="none_failed_min_one_success",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    gate(create, clean_up, "create.clean_up", "on-error")
    create >> [small, large]
    gate(small, report, "small.report", "on-success")
    gate(small, clean_up, "small.clean_up", "on-error")
    gate(large, report, "large.report", "on-success")
    gate(large, clean_up, "large.clean_up", "on-error")
    gate(report, clean_up, "report.clean_up", "on-error")
    clean_up >> outcome
