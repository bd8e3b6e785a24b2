"""tools.any: a Mistral workflow.

Compiled by mistralc 0.0.0 from ad_hoc.yaml (sha256 8bf899da878a). Do not edit: change the workflow and compile again.

```yaml
any:
  input: [which]
  tasks:
    run: {action: <% $.which %>}
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, AdHocAction, AdHocActions, OutcomeOperator, required

ad_hoc_actions = AdHocActions(
    {
        "tools.greet": AdHocAction(
            base="std.echo",
            base_input={"output": "<% $.greeting %>, <% $.name %>"},
            input=["name", {"greeting": "Hello"}],
            output={"said": "<% $ %>"},
        ),
        "tools.greet_all": AdHocAction(
            base="tools.greet",
            base_input={"name": "all"},
        ),
        "tools.unused": AdHocAction(
            base="std.noop",
        ),
    },
    workbook="tools",
)

with DAG(
    dag_id="tools.any",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "which": required(),
    },
    tags=["mistral"],
) as dag:
    run = ActionOperator(  # line 19
        task_id="run",
        action="<% $.which %>",
        ad_hoc=ad_hoc_actions,
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    run >> outcome
