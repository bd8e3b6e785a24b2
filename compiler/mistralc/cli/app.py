"""The command line: one function a command, what it does lives elsewhere."""

from __future__ import annotations

import atexit
import gc
import sys
from enum import Enum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="mistralc",
    help="Compile OpenStack Mistral workflows into Apache Airflow DAGs.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

MapItems = Annotated[
    bool, typer.Option("--map-items", help="Make each item of an action's with-items a task instance of its own.")
]
Paths = Annotated[
    list[Path], typer.Argument(help="Workflow files, or folders of them; - reads stdin.", show_default=False)
]
OneOfSeveral = Annotated[str | None, typer.Option("--workflow", "-w", help="Which workflow, when there are several.")]
Inputs = Annotated[
    list[str] | None,
    typer.Option("--input", "-i", metavar="KEY=VALUE", help="An input; VALUE is JSON, or else text."),
]
InputFile = Annotated[Path | None, typer.Option("--input-file", help="Inputs as a JSON or YAML file.")]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="KEY=VALUE", help="An execution parameter: task_name of a reverse workflow."),
]
StdinFilename = Annotated[
    Path | None, typer.Option("--stdin-filename", help="The file whose text stdin has.", show_default=False)
]

_KEEPING = frozenset({"check", "compile", "report"})
"""Commands that need all they make until they end: looking for what could be freed costs them a fifth of their time."""


class Format(str, Enum):
    """How diagnostics are written."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


class Kind(str, Enum):
    """Kinds of source files."""

    WORKFLOW = "workflow"
    WORKBOOK = "workbook"
    ACTION = "action"


class ReportFormat(str, Enum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class Picture(str, Enum):
    """How a graph is written."""

    MERMAID = "mermaid"
    DOT = "dot"


def main() -> None:
    """Entry point of the `mistralc` script. Exit codes: 0 fine, 1 diagnostics or a failed run, 2 usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # file names and terminals need not be UTF-8
    if _KEEPING.intersection(sys.argv[1:2]):
        gc.disable()
        atexit.register(gc.freeze)  # or the interpreter looks at everything once more before it ends
    app()


@app.callback(invoke_without_command=True)
def version(
    context: typer.Context,
    show: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Compile OpenStack Mistral workflows into Apache Airflow DAGs."""
    if show:
        from mistralc.emit import compiler_version

        typer.echo(f"mistralc {compiler_version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
def check(
    paths: Paths,
    format: Annotated[Format, typer.Option("--format", help="text and concise for people, the rest for programs.")] = (
        Format.TEXT
    ),
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended safely; comments stay.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    config: Annotated[
        Path | None, typer.Option("--config", help="Settings, instead of the nearest mistralc.toml or pyproject.toml.")
    ] = None,
    stdin_filename: StdinFilename = None,
) -> None:
    """Find mistakes in workflows, offline, without compiling them."""
    from mistralc.cli.check import Options, run_check

    raise typer.Exit(run_check(paths, Options(format.value, strict, fix, diff, config, stdin_filename)))


@app.command("compile")
def compile_(
    paths: Paths,
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder for the DAG files.", show_default=False)],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when anything is stale.")] = False,
    map_items: MapItems = False,
    stdin_filename: StdinFilename = None,
) -> None:
    """Compile workflows into Airflow DAG files, one a workflow."""
    from mistralc.cli.compile import run_compile

    raise typer.Exit(run_compile(paths, output, stdin_filename, dry=check, map_items=map_items))


@app.command()
def run(
    paths: Paths,
    workflow: OneOfSeveral = None,
    inputs: Inputs = None,
    input_file: InputFile = None,
    env: Annotated[
        list[str] | None,
        typer.Option(
            "--env", metavar="KEY=VALUE|JSON|NAME", help="Entries of the environment, or the name of a stored one."
        ),
    ] = None,
    params: Parameters = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="Give up after so many seconds.")] = 600,
    map_items: MapItems = False,
) -> None:
    """Run a workflow here and now, on Airflow's own scheduling decisions, without a server."""
    from mistralc.cli.run import Conf, run_workflow

    conf = Conf(inputs or [], input_file, env or [], params or [])
    raise typer.Exit(run_workflow(paths, workflow, conf, as_json, timeout, map_items=map_items))


@app.command()
def plan(
    paths: Paths,
    workflow: OneOfSeveral = None,
    inputs: Inputs = None,
    input_file: InputFile = None,
    env: Annotated[
        list[str] | None, typer.Option("--env", metavar="KEY=VALUE|JSON", help="Entries of the environment.")
    ] = None,
    params: Parameters = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Say what a run could change: the calls by service, how often, on which ways, with which roles."""
    from mistralc.cli.plan import run_plan
    from mistralc.cli.run import Conf

    raise typer.Exit(run_plan(paths, workflow, Conf(inputs or [], input_file, env or [], params or []), as_json))


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="The code of a diagnostic, E301 for example.", show_default=False)],
) -> None:
    """Say what a diagnostic means, with an example of the fault and of its cure."""
    from mistralc.cli.explain import run_explain

    raise typer.Exit(run_explain(code))


@app.command()
def graph(
    file: Annotated[Path, typer.Argument(help="A workflow file; - reads stdin.", show_default=False)],
    workflow: Annotated[str | None, typer.Option("--workflow", "-w", help="Only this workflow.")] = None,
    format: Annotated[Picture, typer.Option("--format", help="mermaid or dot.")] = Picture.MERMAID,
) -> None:
    """Draw the tasks and transitions of a workflow."""
    from mistralc.cli.graph import run_graph

    raise typer.Exit(run_graph(file, workflow, format.value))


@app.command("eval")
def eval_(
    expression: Annotated[
        str | None,
        typer.Argument(
            metavar="EXPR",
            help="'<% $.a %>', '{{ _.a }}', or YAQL without marks; - reads it from stdin.",
        ),
    ] = None,
    context: Annotated[
        Path | None, typer.Option("--context", "-c", help="The context as a JSON or YAML file; - reads it from stdin.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help='A file of {"expr": …, "context": …}, one a line; - reads it from stdin.'),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result or the error as JSON.")] = False,
) -> None:
    """Evaluate an expression as Mistral would."""
    from mistralc.cli.eval import run_eval

    raise typer.Exit(run_eval(expression, context, batch, as_json))


@app.command()
def actions(
    pattern: Annotated[
        str | None, typer.Argument(help="A part of the name, or a pattern with '*'.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the actions that workflows can call, what each runs as, and which cannot run."""
    from mistralc.cli.actions import run_actions

    raise typer.Exit(run_actions(pattern, as_json))


@app.command()
def functions(
    name: Annotated[str | None, typer.Argument(help="Only what has this name.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the functions, operators, filters and tests that expressions can use."""
    from mistralc.cli.functions import run_functions

    raise typer.Exit(run_functions(name, as_json))


@app.command()
def report(
    paths: Paths,
    format: Annotated[ReportFormat, typer.Option("--format", help="text, json or html.")] = ReportFormat.TEXT,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file instead of stdout.")] = None,
) -> None:
    """Say what a repository needs before Mistral can go: each construct exact, with a note, or for a person."""
    from mistralc.cli.migration import run_report

    raise typer.Exit(run_report(paths, format.value, output))


@app.command()
def schema(
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only for files of this kind.")] = None,
) -> None:
    """Print the JSON Schema (draft 2020-12) that editors use for completion."""
    from mistralc.cli.schema import run_schema

    raise typer.Exit(run_schema(kind.value if kind else None))


@app.command()
def lsp() -> None:
    """Serve an editor: diagnostics, hover, definitions, completion. Speaks the Language Server Protocol on stdio."""
    from mistralc.cli.lsp import run_lsp

    raise typer.Exit(run_lsp())
