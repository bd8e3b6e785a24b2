"""publishing: a Mistral workflow.

Compiled by mistralc 0.0.0 from publishing.yaml (sha256 fa1130e8738f). Do not edit: change the workflow and compile again.

```yaml
publishing:
  vars:
    base: 1
    nested: {a: [1, 2, {b: null}]}
  output-on-error:
    why: <% $.why %>
  tasks:
    basic:
      action: std.echo output='x'
      publish: {a: <% task().result %>, b: {c: '{{ _.base }}'}}
      publish-on-error: {why: <% task().result %>}
      keep-result: false
      on-success: advanced
    advanced:
      action: std.echo output='y'
      fail-on: <% $.a = 'z' %>
      publish: {dropped: 1}
      on-success:
        publish:
          branch: {d: <% $.a %>}
          global: {g: <% $.b %>}
          atomic: {h: 1}
        next:
          - last
      on-error:
        publish:
          global: {failed: true}
        next: [last]
      on-complete:
        publish:
          branch: {e: 1}
    last: {action: std.echo output=<% global(g) %>}
```
"""

from airflow.sdk import DAG, Label
from mistral_airflow.operators import ActionOperator, OutcomeOperator, VarsOperator, on_error, on_success

with DAG(
    dag_id="publishing",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral"],
) as dag:
    vars_ = VarsOperator(
        task_id="vars",
        values={"base": 1, "nested": {"a": [1, 2, {"b": None}]}},
    )

    basic = ActionOperator(  # line 10
        task_id="basic",
        action="std.echo",
        input={"output": "x"},
        publish={"a": "<% task().result %>", "b": {"c": "{{ _.base }}"}},
        publish_on_error={"why": "<% task().result %>"},
        keep_result=False,
        routes=[on_success("advanced")],
    )

    advanced = ActionOperator(  # line 16
        task_id="advanced",
        action="std.echo",
        input={"output": "y"},
        publish={"d": "<% $.a %>", "dropped": 1, "e": 1},
        publish_on_skip={"e": 1},
        publish_global={"g": "<% $.b %>"},
        publish_global_on_error={"failed": True},
        fail_on="<% $.a = 'z' %>",
        routes=[on_error("last"), on_success("last")],
    )

    last = ActionOperator(  # line 33
        task_id="last",
        action="std.echo",
        input={"output": "<% global(g) %>"},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output_on_error={"why": "<% $.why %>"},
    )

    vars_ >> basic
    basic >> advanced
    advanced >> Label("on-error / on-success") >> last
    last >> outcome
