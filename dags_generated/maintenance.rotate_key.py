"""maintenance.rotate_key: Replace a key, in Jinja and with values for the whole run.

Compiled by mistralc 0.1.0 from maintenance.yaml (sha256 56fb3f4b87c4). Do not edit: change the workflow and compile again.

```yaml
rotate_key:
  description: Replace a key, in Jinja and with values for the whole run.
  input:
    - user: admin
  vars:
    key_id: "{{ _.user }}-{{ uuid() }}"
  output:
    key: "{{ _.key_id }}"
    notified: "{{ _.notified }}"
  tasks:
    make_key:
      action: std.echo output="{{ _.key_id }}"
      on-success:
        publish:
          global:
            made_for: "{{ _.user }}"
        next: [distribute, notify]
    distribute:
      action: std.noop
      on-success: retire_old
    notify:
      action: std.echo output="new key for {{ global('made_for') }} ({{ env().get('site', 'default site') }})"
      publish:
        notified: "{{ task().result }}"
      on-success: retire_old
    retire_old:
      join: all
      action: std.noop
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import (
    ActionOperator,
    NoopOperator,
    OutcomeOperator,
    VarsOperator,
    gate,
    on_success,
    optional,
)

with DAG(
    dag_id="maintenance.rotate_key",
    description="Replace a key, in Jinja and with values for the whole run.",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "user": optional("admin"),
    },
    tags=["mistral"],
) as dag:
    vars_ = VarsOperator(
        task_id="vars",
        values={"key_id": "{{ _.user }}-{{ uuid() }}"},
        evaluate=True,
    )

    make_key = ActionOperator(  # line 47
        task_id="make_key",
        action="std.echo",
        input={"output": "{{ _.key_id }}"},
        publish_global={"made_for": "{{ _.user }}"},
        routes=[on_success("distribute"), on_success("notify")],
    )

    distribute = NoopOperator(  # line 54
        task_id="distribute",
        routes=[on_success("retire_old")],
    )

    notify = ActionOperator(  # line 57
        task_id="notify",
        action="std.echo",
        input={"output": "new key for {{ global('made_for') }} ({{ env().get('site', 'default site') }})"},
        publish={"notified": "{{ task().result }}"},
        routes=[on_success("retire_old")],
    )

    retire_old = ActionOperator(  # line 62
        task_id="retire_old",
        action="std.noop",
        join="all",
        trigger_rule="none_failed_min_one_success",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"key": "{{ _.key_id }}", "notified": "{{ _.notified }}"},
    )

    vars_ >> make_key
    make_key >> [distribute, notify]
    gate(distribute, retire_old, "distribute.retire_old", "on-success")
    gate(notify, retire_old, "notify.retire_old", "on-success")
    retire_old >> outcome
