"""inputs: Awkward \"\"\" defaults, a back\\slash and a trailing quote"

Compiled by mistralc 0.0.0 from inputs.yaml (sha256 fa0f0057dd68). Do not edit: change the workflow and compile again.

````yaml
inputs:
  description: Awkward \"\"\" defaults, a back\\slash and a trailing quote"
  input:
  - required
  - nothing: null
  - text: "it's \\"quoted\\" \\\\ and\\nnewline\\ttab ``` \\"\\"\\" ''' {{ x }} <% $.x %>"
  - unicode: "ünïcödé — 日本語 \\U0001F389 ‮ \\0"
  - nested:
      a:
        b:
        - 1
        - 2.5
        - null
        - true
        - c:
            d: deep
      k e y: v
      1: one
      long: 0123456789012345678901234567890123456789012345678901234567890123456789
  - empty_list: []
  - empty_dict: {}
  - big: 123456789012345678901234567890
  - float: 1.0e+30
  - infinite: .inf
  - nan: .nan
  - dash-ed: 1
  - with space: 2
  - date: 2024-02-30x
  tasks:
    show:
      action: std.echo
      input:
        output: '```yaml

          \"\"\"fence\"\"\"

          ```

          \\N{BULLET} \\x41 %s {0} $HOME

          '
````
"""

from airflow.sdk import DAG
from mistral_airflow.operators import ActionOperator, OutcomeOperator, optional, required

with DAG(
    dag_id="inputs",
    description='Awkward """ defaults, a back\\slash and a trailing quote"',
    doc_md=__doc__,
    schedule=None,
    is_paused_upon_creation=False,
    max_active_runs=100_000,  # like Mistral, no limit: a run may wait for others of its own DAG
    params={
        "required": required(),
        "nothing": optional(None),
        "text": optional('it\'s "quoted" \\ and\nnewline\ttab ``` """ \'\'\' {{ x }} <% $.x %>'),
        "unicode": optional("ünïcödé — 日本語 🎉 \u202e \x00"),
        "nested": optional({
            "a": {"b": [1, 2.5, None, True, {"c": {"d": "deep"}}]},
            "k e y": "v",
            1: "one",
            "long": "0123456789012345678901234567890123456789012345678901234567890123456789",
        }),
        "empty_list": optional([]),
        "empty_dict": optional({}),
        "big": optional(123456789012345678901234567890),
        "float": optional(1e+30),
        "infinite": optional(float("inf")),
        "nan": optional(float("nan")),
        "dash-ed": optional(1),
        "with space": optional(2),
        "date": optional("2024-02-30x"),
    },
    tags=["mistral"],
) as dag:
    show = ActionOperator(  # line 21
        task_id="show",
        action="std.echo",
        input={"output": '```yaml\n"""fence"""\n```\n\\N{BULLET} \\x41 %s {0} $HOME\n'},
    )

    outcome = OutcomeOperator(
        task_id="outcome",
    )

    show >> outcome
