"""apology: a Mistral workflow.

Compiled by mistralc 0.0.0 from mapped_items.yaml (sha256 2280b34311d6). Do not edit: change the workflow and compile again.

```yaml
apology:
  input: [to]
  tasks:
    say:
      action: std.echo output="Sorry, <% $.to.name %>."
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, OutcomeOperator, required

with DAG(
    dag_id="apology",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "to": required(),
    },
    tags=["mistral"],
) as dag:
    say = ActionOperator(  # line 49
        task_id="say",
        action="std.echo",
        input={"output": "Sorry, <% $.to.name %>."},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    say >> outcome
