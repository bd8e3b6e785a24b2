"""deploy: Bring a site up to what is wanted of it.

Compiled by mistralc 0.0.0 from reverse.yaml (sha256 6e468437123c). Do not edit: change the workflow and compile again.

```yaml
deploy:
  description: Bring a site up to what is wanted of it.
  type: reverse
  input: [site]
  vars: {stamp: <% uuid() %>}
  output: {address: <% $.get(address) %>}
  task-defaults: {requires: [login]}
  tasks:
    login: {action: std.noop}
    network: {action: std.echo output='net', publish: {net: <% task().result %>}}
    server: {action: std.echo output=<% $.net %>, requires: network, publish: {address: <% task().result %>}}
    monitoring: {action: std.noop, requires: [server, network]}
    chicken: {action: std.noop, requires: [egg]}
    egg: {action: std.noop, requires: [chicken]}
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import (
    ActionOperator,
    OutcomeOperator,
    TargetOperator,
    VarsOperator,
    required,
    required_by,
)

with DAG(
    dag_id="deploy",
    description="Bring a site up to what is wanted of it.",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "site": required(),
    },
    tags=["mistral"],
) as dag:
    vars_ = VarsOperator(
        task_id="vars",
        values={"stamp": "<% uuid() %>"},
        evaluate=True,
    )

    login = ActionOperator(  # line 10
        task_id="login",
        action="std.noop",
        trigger_rule="all_success",
        routes=[
            required_by("network"),
            required_by("server"),
            required_by("monitoring"),
            required_by("chicken"),
            required_by("egg"),
        ],
    )

    network = ActionOperator(  # line 11
        task_id="network",
        action="std.echo",
        input={"output": "net"},
        publish={"net": "<% task().result %>"},
        trigger_rule="all_success",
        routes=[required_by("server"), required_by("monitoring")],
    )

    server = ActionOperator(  # line 12
        task_id="server",
        action="std.echo",
        input={"output": "<% $.net %>"},
        publish={"address": "<% task().result %>"},
        trigger_rule="all_success",
        routes=[required_by("monitoring")],
    )

    monitoring = ActionOperator(  # line 13
        task_id="monitoring",
        action="std.noop",
        trigger_rule="all_success",
    )

    chicken = ActionOperator(  # line 14
        task_id="chicken",
        action="std.noop",
        trigger_rule="all_success",
        routes=[required_by("egg")],
    )

    egg = ActionOperator(  # line 15
        task_id="egg",
        action="std.noop",
        trigger_rule="all_success",
        routes=[required_by("chicken")],
    )

    target = TargetOperator(
        task_id="target",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"address": "<% $.get(address) %>"},
    )

    vars_ >> target
    login >> [network, server, monitoring]
    network >> [server, monitoring]
    server >> monitoring
    target >> [login, chicken, egg]
    [login, network, server, monitoring, chicken, egg] >> outcome
