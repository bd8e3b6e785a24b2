"""One graph in the four forms that are compared. Every task returns a text and does nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.bench.graphs import Graph, Step

NAME = "measured"
"""What a graph is called in all its forms, where nothing else is said."""

FORMS = {
    "generated": "generated",
    "operator": "by hand (own operator)",
    "python": "by hand (PythonOperator)",
    "factory": "dag-factory",
}

STEPS = '''"""What the tasks of the hand-written DAGs and of dag-factory do."""


def echo(output):
    return output
'''

OPERATOR = """from airflow.sdk import DAG, BaseOperator


class Echo(BaseOperator):
    def __init__(self, *, text, **kwargs):
        super().__init__(**kwargs)
        self.text = text

    def execute(self, context):
        return self.text
"""

PYTHON = """from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG

from bench_steps import echo
"""


def write(graph: Graph, folder: Path, *, factory: bool) -> dict[str, Path]:
    """Write the forms of `graph` into `folder`; form → the DAG file. dag-factory's only where it is installed."""
    folder.mkdir(parents=True)
    (folder / "bench_steps.py").write_text(STEPS)
    files = {"generated": _generated(graph, folder)}
    files["operator"] = _file(folder / "by_operator.py", by_hand(graph))
    files["python"] = _file(folder / "by_python.py", _by_hand(graph, PYTHON, _python))
    if factory:
        config = _file(folder / "by_factory.yaml", _factory(graph))
        files["factory"] = _file(folder / "by_factory.py", _loader(config))
    return files


def workflow(graph: Graph, name: str = NAME) -> str:
    """The graph as a Mistral workflow."""
    lines = ["version: '2.0'", "", f"{name}:", "  tasks:"]
    for step in graph.steps:
        lines += [f"    {step.name}:", f"      action: std.echo output='This is {step.name}'"]
        if len(step.after) > 1:
            lines.append("      join: all")
        for clause, targets in (("on-success", graph.follow(step.name)), ("on-error", graph.handlers(step.name))):
            names = [f"        - {target.name}" for target in targets]
            lines += [f"      {clause}:", *names] if names else []
    return "\n".join(lines) + "\n"


def _generated(graph: Graph, folder: Path) -> Path:
    from mistralc.reading import compile_paths

    source = _file(folder / "measured.yaml", workflow(graph))
    result = compile_paths([source])
    if len(result.outputs) != 1:
        raise RuntimeError(f"the workflow of the benchmark does not compile: {result.diagnostics}")
    return _file(folder / "generated.py", result.outputs[0].text)


def by_hand(graph: Graph, dag_id: str = NAME) -> str:
    """The graph as a DAG with an operator of its author's own."""
    return _by_hand(graph, OPERATOR, _echo, dag_id)


def _by_hand(graph: Graph, head: str, task: Callable[[Step], str], dag_id: str = NAME) -> str:
    lines = [head, "", f'with DAG(dag_id="{dag_id}", schedule=None, tags=["bench"]) as dag:']
    for step in graph.steps:
        rule = ', trigger_rule="one_failed"' if step.on_error_of else ""
        lines.append(f'    {step.name} = {task(step)}, task_id="{step.name}"{rule})')
    for step in graph.steps:
        targets = [target.name for target in (*graph.follow(step.name), *graph.handlers(step.name))]
        if targets:
            lines.append(f"    {step.name} >> {targets[0] if len(targets) == 1 else '[' + ', '.join(targets) + ']'}")
    return "\n".join(lines) + "\n"


def _echo(step: Step) -> str:
    return f'Echo(text="This is {step.name}"'


def _python(step: Step) -> str:
    return f'PythonOperator(python_callable=echo, op_kwargs={{"output": "This is {step.name}"}}'


def _factory(graph: Graph) -> str:
    lines = ["measured:", "  schedule: null", "  tags: [bench]", "  tasks:"]
    for step in graph.steps:
        lines += [
            f"    - task_id: {step.name}",
            "      operator: airflow.providers.standard.operators.python.PythonOperator",
            "      python_callable: bench_steps.echo",
            "      op_kwargs:",
            f"        output: This is {step.name}",
        ]
        lines += [f"      dependencies: [{', '.join(step.before)}]"] if step.before else []
        lines += ["      trigger_rule: one_failed"] if step.on_error_of else []
    return "\n".join(lines) + "\n"


def _loader(config: Path) -> str:
    """The loader that dag-factory documents; it must hold the words `airflow` and `dag`."""
    path = json.dumps(str(config))
    return (
        "from airflow.sdk import DAG  # noqa: F401\n"
        "from dagfactory import load_yaml_dags\n\n"
        f"load_yaml_dags(globals_dict=globals(), config_filepath={path})\n"
    )


def _file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
