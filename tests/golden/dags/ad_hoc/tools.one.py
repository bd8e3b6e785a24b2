"""tools.one: a Mistral workflow.

Compiled by mistralc 0.0.0 from ad_hoc.yaml (sha256 8bf899da878a). Do not edit: change the workflow and compile again.

```yaml
one:
  tasks:
    hello: {action: greet_all, on-success: bye}
    bye: {action: std.noop}
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import (
    ActionOperator,
    AdHocAction,
    AdHocActions,
    NoopOperator,
    OutcomeOperator,
    on_success,
)

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
    },
    workbook="tools",
)

with DAG(
    dag_id="tools.one",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral"],
) as dag:
    hello = ActionOperator(  # line 14
        task_id="hello",
        action="greet_all",
        ad_hoc=ad_hoc_actions,
        routes=[on_success("bye")],
    )

    bye = NoopOperator(  # line 15
        task_id="bye",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    hello >> bye
    bye >> outcome
