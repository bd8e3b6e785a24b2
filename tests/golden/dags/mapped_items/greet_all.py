"""greet_all: Greets everybody, each by an instance of its own (mistralc compile --map-items).

Compiled by mistralc 0.0.0 from mapped_items.yaml (sha256 2280b34311d6). Do not edit: change the workflow and compile again.

```yaml
greet_all:
  description: Greets everybody, each by an instance of its own (mistralc compile --map-items).
  input:
    - people
    - at_once: 2
    - site: default
  output:
    greetings: <% $.greetings %>
  tasks:
    first:
      action: std.noop
      on-success:
        - greet
        - count
    greet:
      with-items:
        - person in <% $.people %>
        - number in <% range(len($.people)) %>
      action: std.echo output="Hello, <% $.person.name %>!"
      concurrency: 3
      target: <% $.site %>
      retry:
        count: 2
        delay: 1
      publish:
        greetings: <% task().result %>
      on-success: finish
      on-error: apologize
    count:
      action: std.echo output=<% len($.people) %>
      on-success: finish
    finish:
      join: all
      with-items: greeting in <% $.greetings %>
      action: std.noop
      concurrency: <% $.at_once %>
    apologize:
      with-items: person in <% $.people %>
      workflow: apology
      input:
        to: <% $.person %>
```
"""

from airflow.sdk import DAG, Label
from mistral_airflow.operators import (
    ActionOperator,
    ItemsEndOperator,
    ItemsOperator,
    NoopOperator,
    OutcomeOperator,
    WorkflowOperator,
    each_item,
    gate,
    on_error,
    on_success,
    optional,
    required,
)

with DAG(
    dag_id="greet_all",
    description="Greets everybody, each by an instance of its own (mistralc compile --map-items).",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "people": required(),
        "at_once": optional(2),
        "site": optional("default"),
    },
    tags=["mistral"],
) as dag:
    first = NoopOperator(  # line 13
        task_id="first",
        routes=[on_success("greet"), on_success("count")],
    )

    greet_items = ItemsOperator(  # line 18
        task_id="greet.items",
        of="greet",
    )

    greet_item = each_item(
        task_id="greet.item",
        items=greet_items,
        at_once=3,
        queue="<% $.site %>",
    )

    greet_ended = ItemsEndOperator(
        task_id="greet.ended",
    )

    greet = ActionOperator(  # line 18
        task_id="greet",
        action="std.echo",
        input={"output": "Hello, <% $.person.name %>!"},
        with_items={"person": "<% $.people %>", "number": "<% range(len($.people)) %>"},
        publish={"greetings": "<% task().result %>"},
        concurrency=3,
        retry={"count": 2, "delay": 1},
        queue="<% $.site %>",
        mapped="greet.item",
        routes=[on_error("apologize"), on_success("finish")],
    )

    count = ActionOperator(  # line 32
        task_id="count",
        action="std.echo",
        input={"output": "<% len($.people) %>"},
        routes=[on_success("finish")],
    )

    finish_items = ItemsOperator(  # line 35
        task_id="finish.items",
        of="finish",
        trigger_rule="none_failed_min_one_success",
    )

    finish_item = each_item(
        task_id="finish.item",
        items=finish_items,
    )

    finish_ended = ItemsEndOperator(
        task_id="finish.ended",
    )

    finish = ActionOperator(  # line 35
        task_id="finish",
        action="std.noop",
        with_items={"greeting": "<% $.greetings %>"},
        concurrency="<% $.at_once %>",
        join="all",
        mapped="finish.item",
    )

    apologize = WorkflowOperator(  # line 40
        task_id="apologize",
        workflow="apology",
        input={"to": "<% $.person %>"},
        with_items={"person": "<% $.people %>"},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"greetings": "<% $.greetings %>"},
    )

    first >> [greet_items, count]
    greet_items >> greet
    greet_item >> greet_ended
    greet_ended >> greet
    gate(greet, finish_items, "greet.finish", "on-success")
    greet >> Label("on-error") >> apologize
    gate(count, finish_items, "count.finish", "on-success")
    finish_items >> finish
    finish_item >> finish_ended
    finish_ended >> finish
    [finish, apologize] >> outcome
