"""chain: Three tasks in a row.

The second paragraph of the description is kept in the documentation.

Compiled by mistralc 0.0.0 from chain.yaml (sha256 6410f2f10013). Do not edit: change the workflow and compile again.

```yaml
chain:
  description: |
    Three tasks in a row.

    The second paragraph of the description is kept in the documentation.
  tags: [nightly, demo]
  input:
    - who: world
  output:
    said: <% $.said %>
  tasks:
    first:
      action: std.echo output=<% $.who %>
      publish:
        said: <% task().result %>
      on-success: second
    second:
      action: std.noop
      on-success:
        - third
    third:
      action: std.echo
      input:
        output: <% $.said %>
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, NoopOperator, OutcomeOperator, on_success, optional

with DAG(
    dag_id="chain",
    description="Three tasks in a row.",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "who": optional("world"),
    },
    tags=["mistral", "nightly", "demo"],
) as dag:
    first = ActionOperator(  # line 16
        task_id="first",
        action="std.echo",
        input={"output": "<% $.who %>"},
        publish={"said": "<% task().result %>"},
        routes=[on_success("second")],
    )

    second = NoopOperator(  # line 21
        task_id="second",
        routes=[on_success("third")],
    )

    third = ActionOperator(  # line 25
        task_id="third",
        action="std.echo",
        input={"output": "<% $.said %>"},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"said": "<% $.said %>"},
    )

    first >> second
    second >> third
    third >> outcome
