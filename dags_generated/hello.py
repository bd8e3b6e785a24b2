"""hello: Greet somebody.

Compiled by mistralc 0.1.0 from hello.yaml (sha256 90d2854ddf68). Do not edit: change the workflow and compile again.

```yaml
hello:
  description: Greet somebody.
  input:
    - name: world
  output:
    greeting: <% $.greeting %>
  tasks:
    greet:
      action: std.echo output="Hello, <% $.name %>!"
      publish:
        greeting: <% task().result %>
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, OutcomeOperator, optional

with DAG(
    dag_id="hello",
    description="Greet somebody.",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "name": optional("world"),
    },
    tags=["mistral"],
) as dag:
    greet = ActionOperator(  # line 12
        task_id="greet",
        action="std.echo",
        input={"output": "Hello, <% $.name %>!"},
        publish={"greeting": "<% task().result %>"},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"greeting": "<% $.greeting %>"},
    )

    greet >> outcome
