"""long_lines: a Mistral workflow.

Compiled by mistralc 0.0.0 from long_lines.yaml (sha256 6e11a464a5cc). Do not edit: change the workflow and compile again.

```yaml
long_lines:
  tasks:
    a:
      action: std.echo
      input:
        output: <% "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz" %>
      publish:
        one: {a: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy, b: [1234567890, 1234567890, 1234567890, 1234567890, 1234567890, 1234567890, 1234567890, 1234567890, 1234567890, 1234567890, 1234567890, 1234567890]}
      on-success:
        - b: <% $.one = "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww" %>
        - c: <% $.two = 'c' %>
        - d: <% $.two = 'd' %>
    b: {action: std.noop}
    c: {action: std.noop}
    d: {action: std.noop}
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, NoopOperator, OutcomeOperator, on_success

with DAG(
    dag_id="long_lines",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral"],
) as dag:
    a = ActionOperator(  # line 5
        task_id="a",
        action="std.echo",
        input={
            "output": '<% "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz" %>',
        },
        publish={
            "one": {
                "a": "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
                "b": [
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                    1234567890,
                ],
            },
        },
        routes=[
            on_success("b", when='<% $.one = "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww" %>'),
            on_success("c", when="<% $.two = 'c' %>"),
            on_success("d", when="<% $.two = 'd' %>"),
        ],
    )

    b = NoopOperator(  # line 14
        task_id="b",
    )

    c = NoopOperator(  # line 15
        task_id="c",
    )

    d = NoopOperator(  # line 16
        task_id="d",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    a >> [b, c, d]
    [b, c, d] >> outcome
