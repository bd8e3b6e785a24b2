"""book.second-flow: Second

Compiled by mistralc 0.0.0 from book.yaml (sha256 cd696b868711). Do not edit: change the workflow and compile again.

```yaml
second-flow:
  description: Second
  input: [a: 1]
  tasks:
    t: {action: std.noop}
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import NoopOperator, OutcomeOperator, optional

with DAG(
    dag_id="book.second-flow",
    description="Second",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "a": optional(1),
    },
    tags=["mistral"],
) as dag:
    t = NoopOperator(  # line 14
        task_id="t",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    t >> outcome
