"""release: Build a release, test it on two platforms at once, and publish it; roll back when a test fails.

Shows inputs with defaults, branches that run side by side, joins, error handlers, an engine command, published
variables and outputs for both ends.

Compiled by mistralc 0.1.0 from release.yaml (sha256 b2bb93c424e0). Do not edit: change the workflow and compile again.

```yaml
release:
  description: |
    Build a release, test it on two platforms at once, and publish it; roll back when a test fails.

    Shows inputs with defaults, branches that run side by side, joins, error handlers, an engine command, published
    variables and outputs for both ends.
  tags: [example]
  input:
    - version
    - platforms: 2
    - broken: false

  output:
    released: <% $.artifact %>
    checks: <% [$.linux, $.bsd] %>
  output-on-error:
    rolled_back: <% $.get(rolled_back, false) %>

  tasks:
    build:
      action: std.echo
      input:
        output: "app-<% $.version %>.tar.gz"
      publish:
        artifact: <% task().result %>
      on-success:
        - test_linux
        - test_bsd

    test_linux:
      action: std.echo output="passed"
      publish:
        linux: <% task().result %>
      on-success: publish_artifact
      on-error: roll_back

    test_bsd:
      action: std.echo output="passed"
      fail-on: <% $.broken %>
      publish:
        bsd: <% task().result %>
      on-success: publish_artifact
      on-error: roll_back

    # With a failed test this join cannot be completed and fails; roll_back takes care of that, so it is handled here.
    publish_artifact:
      join: all
      action: std.echo
      input:
        output: "published <% $.artifact %> after <% $.platforms %> checks"
      on-success:
        - announce: <% $.linux = passed and $.bsd = passed %>
      on-error: noop

    announce:
      action: std.echo output="released <% $.version %>"

    roll_back:
      join: one
      action: std.echo output="removed <% $.artifact %>"
      publish:
        rolled_back: true
      on-success:
        - fail msg="Version <% $.version %> did not pass its tests and was rolled back."
```
"""

from airflow.sdk import DAG
from mistral_airflow.operators import (
    NOOP,
    ActionOperator,
    CommandOperator,
    OutcomeOperator,
    gate,
    on_error,
    on_success,
    optional,
    required,
    threshold,
)

with DAG(
    dag_id="release",
    description="Build a release, test it on two platforms at once, and publish it; roll back when a test fails.",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "version": required(),
        "platforms": optional(2),
        "broken": optional(False),
    },
    tags=["mistral", "example"],
) as dag:
    build = ActionOperator(  # line 24
        task_id="build",
        action="std.echo",
        input={"output": "app-<% $.version %>.tar.gz"},
        publish={"artifact": "<% task().result %>"},
        routes=[on_success("test_linux"), on_success("test_bsd")],
    )

    test_linux = ActionOperator(  # line 34
        task_id="test_linux",
        action="std.echo",
        input={"output": "passed"},
        publish={"linux": "<% task().result %>"},
        routes=[on_error("roll_back"), on_success("publish_artifact")],
    )

    test_bsd = ActionOperator(  # line 41
        task_id="test_bsd",
        action="std.echo",
        input={"output": "passed"},
        publish={"bsd": "<% task().result %>"},
        fail_on="<% $.broken %>",
        routes=[on_error("roll_back"), on_success("publish_artifact")],
    )

    publish_artifact = ActionOperator(  # line 50
        task_id="publish_artifact",
        action="std.echo",
        input={"output": "published <% $.artifact %> after <% $.platforms %> checks"},
        join="all",
        routes=[on_error(NOOP), on_success("announce", when="<% $.linux = passed and $.bsd = passed %>")],
    )

    announce = ActionOperator(  # line 59
        task_id="announce",
        action="std.echo",
        input={"output": "released <% $.version %>"},
    )

    roll_back = ActionOperator(  # line 62
        task_id="roll_back",
        action="std.echo",
        input={"output": "removed <% $.artifact %>"},
        publish={"rolled_back": True},
        join="one",
        trigger_rule="one_success",
        routes=[on_success("roll_back.fail")],
    )

    roll_back_fail = CommandOperator(
        task_id="roll_back.fail",
        command="fail",
        message="Version <% $.version %> did not pass its tests and was rolled back.",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
        output={"released": "<% $.artifact %>", "checks": "<% [$.linux, $.bsd] %>"},
        output_on_error={"rolled_back": "<% $.get(rolled_back, false) %>"},
    )

    build >> [test_linux, test_bsd]
    test_linux >> publish_artifact
    test_bsd >> publish_artifact
    publish_artifact >> announce
    roll_back >> roll_back_fail
    roll_back_edges = threshold(
        roll_back,
        1,
        [
            gate(test_linux, roll_back, "test_linux.roll_back", "on-error"),
            gate(test_bsd, roll_back, "test_bsd.roll_back", "on-error"),
        ],
    )
    [announce, roll_back_fail, *roll_back_edges] >> outcome
