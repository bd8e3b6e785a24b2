"""odd names: of a flow: a Mistral workflow.

Compiled by mistralc 0.0.0 from names.yaml (sha256 596ad9d4da5e). Do not edit: change the workflow and compile again.

```yaml
"odd names: of a flow":
  tasks:
    "a task with spaces":
      on-success: [class, dag, outcome, vars]
    class: {action: std.echo output=1, on-success: dag.outcome}
    dag: {action: std.echo output=1, on-success: "größe"}
    outcome: {action: std.echo output=1, on-success: gate}
    vars: {action: std.echo output=1, on-error: fail}
    gate: {action: std.echo output=1, on-success: [print, ActionOperator]}
    dag.outcome: {action: std.echo output=1, on-success: dag_outcome}
    dag_outcome: {action: std.noop}
    größe: {action: std.noop}
    print: {action: std.noop, on-success: __doc__}
    ActionOperator: {action: std.noop, on-success: 2nd}
    2nd: {action: std.noop, on-success: "日本語"}
    日本語: {action: std.noop, on-success: a-b}
    a-b: {action: std.noop, on-success: a_b}
    a_b: {action: std.noop, on-success: "a/b"}
    a/b: {action: std.noop, on-success: "vars.fail"}
    vars.fail: {action: std.noop, on-success: None}
    None: {action: std.noop, on-success: match}
    match: {action: std.noop, on-success: outcome_2}
    outcome_2: {action: std.echo output=1, on-success: "🎉"}
    "🎉": {action: std.echo output=1, on-success: __doc__2}
    __doc__2: {action: std.noop}
    ﬁx²: {action: std.echo output=1}
    fix2: {action: std.echo output=1}
    quorum: {join: 2, action: std.echo output=1}
    quorum.join.1: {action: std.noop, on-success: quorum}
    quorum_join: {action: std.noop, on-success: quorum}
    quorum_edges: {action: std.noop}
    __doc__: {action: std.noop}
```
"""

from airflow.sdk import DAG, Label
from mistral_airflow.operators import (
    ActionOperator,
    CommandOperator,
    NoopOperator,
    OutcomeOperator,
    gate,
    on_error,
    on_success,
    threshold,
)

with DAG(
    dag_id="odd_names_of_a_flow",
    dag_display_name="odd names: of a flow",
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    tags=["mistral"],
) as dag:
    a_task_with_spaces = ActionOperator(  # line 5
        task_id="a_task_with_spaces",
        name="a task with spaces",
        action="std.noop",
        routes=[on_success("class"), on_success("dag"), on_success("outcome_2"), on_success("vars")],
    )

    class_ = ActionOperator(  # line 6
        task_id="class",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("dag.outcome")],
    )

    dag_2 = ActionOperator(  # line 7
        task_id="dag",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("gro_e-d353a267")],
    )

    outcome_2 = ActionOperator(  # line 8
        task_id="outcome_2",
        name="outcome",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("gate")],
    )

    vars_ = ActionOperator(  # line 9
        task_id="vars",
        action="std.echo",
        input={"output": 1},
        routes=[on_error("vars.fail_2")],
    )

    vars_fail_2 = CommandOperator(
        task_id="vars.fail_2",
        command="fail",
    )

    gate_2 = ActionOperator(  # line 10
        task_id="gate",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("print"), on_success("ActionOperator")],
    )

    dag_outcome = ActionOperator(  # line 11
        task_id="dag.outcome",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("dag_outcome")],
    )

    dag_outcome_2 = NoopOperator(  # line 12
        task_id="dag_outcome",
    )

    gro_e_d353a267 = ActionOperator(  # line 13
        task_id="gro_e-d353a267",
        name="größe",
        action="std.noop",
    )

    print_ = NoopOperator(  # line 14
        task_id="print",
        routes=[on_success("__doc__")],
    )

    ActionOperator_2 = NoopOperator(  # line 15
        task_id="ActionOperator",
        routes=[on_success("2nd")],
    )

    _2nd = NoopOperator(  # line 16
        task_id="2nd",
        routes=[on_success("_-77710aed")],
    )

    __77710aed = ActionOperator(  # line 17
        task_id="_-77710aed",
        name="日本語",
        action="std.noop",
        routes=[on_success("a-b")],
    )

    a_b = NoopOperator(  # line 18
        task_id="a-b",
        routes=[on_success("a_b")],
    )

    a_b_2 = NoopOperator(  # line 19
        task_id="a_b",
        routes=[on_success("a_b_2")],
    )

    a_b_2_2 = ActionOperator(  # line 20
        task_id="a_b_2",
        name="a/b",
        action="std.noop",
        routes=[on_success("vars.fail")],
    )

    vars_fail = NoopOperator(  # line 21
        task_id="vars.fail",
        routes=[on_success("None")],
    )

    None_ = NoopOperator(  # line 22
        task_id="None",
        routes=[on_success("match")],
    )

    match = NoopOperator(  # line 23
        task_id="match",
        routes=[on_success("outcome_2_2")],
    )

    outcome_2_2 = ActionOperator(  # line 24
        task_id="outcome_2_2",
        name="outcome_2",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("_-6146299c")],
    )

    __6146299c = ActionOperator(  # line 25
        task_id="_-6146299c",
        name="🎉",
        action="std.echo",
        input={"output": 1},
        routes=[on_success("__doc__2")],
    )

    __doc__2 = NoopOperator(  # line 26
        task_id="__doc__2",
    )

    fix2_238357c2 = ActionOperator(  # line 27
        task_id="fix2-238357c2",
        name="ﬁx²",
        action="std.echo",
        input={"output": 1},
    )

    fix2 = ActionOperator(  # line 28
        task_id="fix2",
        action="std.echo",
        input={"output": 1},
    )

    quorum = ActionOperator(  # line 29
        task_id="quorum",
        action="std.echo",
        input={"output": 1},
        join=2,
        trigger_rule="one_success",
    )

    quorum_join_1_2 = ActionOperator(  # line 30
        task_id="quorum.join.1_2",
        name="quorum.join.1",
        action="std.noop",
        routes=[on_success("quorum")],
    )

    quorum_join_2 = ActionOperator(  # line 31
        task_id="quorum_join_2",
        name="quorum_join",
        action="std.noop",
        routes=[on_success("quorum")],
    )

    quorum_edges = NoopOperator(  # line 32
        task_id="quorum_edges",
    )

    __doc___ = NoopOperator(  # line 33
        task_id="__doc__",
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    a_task_with_spaces >> [class_, dag_2, outcome_2, vars_]
    class_ >> dag_outcome
    dag_2 >> gro_e_d353a267
    outcome_2 >> gate_2
    vars_ >> Label("on-error") >> vars_fail_2
    gate_2 >> [print_, ActionOperator_2]
    dag_outcome >> dag_outcome_2
    print_ >> __doc___
    ActionOperator_2 >> _2nd
    _2nd >> __77710aed
    __77710aed >> a_b
    a_b >> a_b_2
    a_b_2 >> a_b_2_2
    a_b_2_2 >> vars_fail
    vars_fail >> None_
    None_ >> match
    match >> outcome_2_2
    outcome_2_2 >> __6146299c
    __6146299c >> __doc__2
    quorum_edges_2 = threshold(
        quorum,
        2,
        [
            gate(quorum_join_1_2, quorum, "quorum.join.1_2.quorum", "on-success"),
            gate(quorum_join_2, quorum, "quorum_join_2.quorum", "on-success"),
        ],
    )
    [
        vars_fail_2,
        dag_outcome_2,
        gro_e_d353a267,
        __doc__2,
        fix2_238357c2,
        fix2,
        quorum,
        quorum_edges,
        __doc___,
        *quorum_edges_2,
    ] >> outcome
