"""maintenance.check_disk: Decide what to do about a disk that fills up.

Compiled by mistralc 0.1.0 from maintenance.yaml (sha256 56fb3f4b87c4). Do not edit: change the workflow and compile again.

```yaml
check_disk:
  description: Decide what to do about a disk that fills up.
  input:
    - used_percent
    - limits:
        warn: 80
        act: 95
  output:
    verdict: <% $.verdict %>
  tasks:
    measure:
      action: std.echo output=<% $.used_percent %>
      publish:
        level: <% switch($.used_percent >= $.limits.act => act, $.used_percent >= $.limits.warn => warn, true => fine) %>
      on-success:
        - clean_up: <% $.level = act %>
        - report: <% $.level != act %>

    clean_up:
      action: std.sleep seconds=1
      publish:
        verdict: cleaned up

    report:
      action: std.noop
      publish:
        verdict: "<% $.level %>: <% $.used_percent %> % in use"
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, OutcomeOperator, on_success, optional, required

with DAG(
    dag_id="maintenance.check_disk",
    description="Decide what to do about a disk that fills up.",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "used_percent": required(),
        "limits": optional({"warn": 80, "act": 95}),
    },
    tags=["mistral"],
) as dag:
    measure = ActionOperator(  # line 19
        task_id="measure",
        action="std.echo",
        input={"output": "<% $.used_percent %>"},
        publish={
            "level": "<% switch($.used_percent >= $.limits.act => act, $.used_percent >= $.limits.warn => warn, true => fine) %>",
        },
        routes=[on_success("clean_up", when="<% $.level = act %>"), on_success("report", when="<% $.level != act %>")],
    )

    clean_up = ActionOperator(  # line 27
        task_id="clean_up",
        action="std.sleep",
        input={"seconds": 1},
        publish={"verdict": "cleaned up"},
    )

    report = ActionOperator(  # line 32
        task_id="report",
        action="std.noop",
        publish={"verdict": "<% $.level %>: <% $.used_percent %> % in use"},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"verdict": "<% $.verdict %>"},
    )

    measure >> [clean_up, report]
    [clean_up, report] >> outcome
