"""book.first: a Mistral workflow.

Compiled by mistralc 0.0.0 from book.yaml (sha256 cd696b868711). Do not edit: change the workflow and compile again.

```yaml
first:
  tags: [one]
  tasks:
    t: {action: std.echo output='1'}
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, OutcomeOperator

with DAG(
    dag_id="book.first",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral", "one"],
) as dag:
    t = ActionOperator(  # line 9
        task_id="t",
        action="std.echo",
        input={"output": "1"},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    t >> outcome
