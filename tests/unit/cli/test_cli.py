"""What a person gets on the command line: exit codes, and a message instead of a traceback for every mistake."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mistralc.cli.app import app
from tests.unit.making import definition

GOOD = definition({"t": {"action": "std.echo output=1"}})
FAULTY = GOOD.replace("action:", "acton:")
WARNED = GOOD + "flow: {tasks: {t: {action: std.noop}}}\n"
REFUSED = definition({"t": {"action": "std.echo output=1", "target": "<% $.x %>"}})


def call(*arguments):
    """(exit code, stdout, stderr); whatever is raised but the exit is raised here."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path):
    for name, text in (("good", GOOD), ("faulty", FAULTY), ("warned", WARNED), ("refused", REFUSED)):
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)))
    return tmp_path


# check


@pytest.mark.parametrize(
    ("file", "code", "counts"), [("good", 0, "no problems"), ("faulty", 1, "1 error"), ("warned", 0, "1 warning")]
)
def test_check_exits_with_1_for_errors_only(folder, file, code, counts):
    assert call("check", folder / f"{file}.yaml")[:2] == (code, f"1 file checked: {counts}\n")


def test_check_as_json_prints_one_list_and_nothing_else(folder):
    code, out, err = call("check", folder / "faulty.yaml", folder / "warned.yaml", "--format", "json")
    assert code == 1
    assert [found["code"] for found in json.loads(out)] == ["E201", "W105"]
    assert json.loads(out)[0]["line"] == 5
    assert err == ""


@pytest.mark.parametrize(("file", "code"), [("good", 0), ("warned", 1), ("faulty", 1)])
def test_strict_makes_warnings_count(folder, file, code):
    assert call("check", folder / f"{file}.yaml", "--strict")[0] == code


def test_settings_of_the_folder_hold_and_can_be_given(folder, monkeypatch):
    (folder / "mistralc.toml").write_text("strict = true\n")
    assert call("check", folder / "warned.yaml")[0] == 0
    assert call("check", folder / "warned.yaml", "--config", folder / "mistralc.toml")[0] == 1
    monkeypatch.chdir(folder)
    assert call("check", "warned.yaml")[0] == 1
    (folder / "mistralc.toml").write_text("ignore = ['W105']\n")
    assert call("check", "warned.yaml")[:2] == (0, "1 file checked: no problems\n")
    (folder / "mistralc.toml").write_text("strikt = true\n")
    code, _, err = call("check", "warned.yaml")
    assert code == 2
    assert "unknown key 'strikt'; did you mean 'strict'?" in err


def test_fix_mends_the_file_and_diff_only_shows_it(folder):
    file = folder / "faulty.yaml"
    code, out, err = call("check", file, "--diff")
    assert code == 1
    assert "+      action: std.echo" in out
    assert err == "1 would be mended\n"
    assert file.read_text() == FAULTY
    code, out, err = call("check", file, "--fix")
    assert (code, out) == (0, "1 file checked: no problems\n")
    assert f"mended 1 in {file}" in err
    assert file.read_text() == GOOD


@pytest.mark.parametrize("format", ["concise", "sarif", "github", "junit"])
def test_every_format_names_the_place(folder, format):
    code, out, err = call("check", folder / "faulty.yaml", "--format", format)
    assert (code, err) == (1, "")
    assert "faulty.yaml" in out
    assert "E201" in out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
@pytest.mark.parametrize("no_color", [False, True])
def test_diagnostics_are_in_colour_on_a_terminal_unless_it_is_declined(folder, no_color):
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    terminal, end = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "mistralc", "check", folder / "faulty.yaml"],
        stdout=subprocess.DEVNULL,
        stderr=end,
        env=environment | ({"NO_COLOR": "1"} if no_color else {}),
        check=False,
    )
    os.close(end)
    shown = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert "E201" in shown
    assert ("\x1b[1;31m" in shown) is not no_color


def test_check_accepts_what_is_not_compiled_yet(folder):
    assert call("check", folder / "refused.yaml")[0] == 0


def test_check_of_a_folder_reads_all_files_and_no_hidden_ones(folder):
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text(FAULTY)
    code, out, _ = call("check", folder)
    assert code == 1
    assert out.startswith("4 files checked")


# report and schema


@pytest.mark.parametrize(("format", "start"), [("text", "4 files"), ("json", "{"), ("html", "<!doctype html>")])
def test_report_in_every_format(folder, format, start):
    code, out, _ = call("report", folder, "--format", format)
    assert code == 0
    assert out.startswith(start)
    assert call("report", folder, "--format", format, "-o", folder / "out")[:2] == (0, "")
    assert (folder / "out").read_text() == out


def test_report_of_nothing_is_a_usage_error(folder):
    assert call("report", folder / "empty")[0] == 2


def test_schema_is_json(folder):
    code, out, _ = call("schema", "--kind", "workbook")
    assert code == 0
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# compile


def test_compile_says_what_it_did_and_check_tells_what_is_stale(folder):
    source, dags = folder / "good.yaml", folder / "dags"
    assert call("compile", source, "-o", dags, "--check")[0] == 1
    assert not dags.exists()
    code, out, _ = call("compile", source, "-o", dags)
    assert code == 0
    assert out == f"       wrote  {dags / 'flow.py'}\n1 wrote; no problems\n"
    assert call("compile", source, "-o", dags, "--check")[:2] == (
        0,
        f"        left  {dags / 'flow.py'}\n1 left; no problems\n",
    )


def test_compile_maps_items_where_it_is_told_to(folder):
    source, dags = folder / "items.yaml", folder / "dags"
    source.write_text(definition({"t": {"with-items": "i in <% [1] %>", "action": "std.echo output=1"}}))
    assert call("compile", source, "-o", dags)[0] == 0
    assert "each_item" not in (dags / "flow.py").read_text()
    assert call("compile", source, "-o", dags, "--map-items")[1].startswith("     changed")
    assert "each_item" in (dags / "flow.py").read_text()
    assert call("compile", source, "-o", dags, "--map-items", "--check")[0] == 0
    assert call("compile", source, "-o", dags, "--check")[0] == 1


def test_compile_of_a_faulty_file_writes_nothing_and_shows_where(folder):
    code, out, err = call("compile", folder / "faulty.yaml", "-o", folder / "dags")
    assert (code, out) == (1, "nothing to write; 1 error\n")
    assert "error[E201]" in err
    assert "faulty.yaml:5:" in err


def test_compile_refuses_a_construct_by_name_and_line(folder):
    code, _, err = call("compile", folder / "refused.yaml", "-o", folder / "dags")
    assert code == 1
    assert "error[E906]: a target that reads the variable 'x' is not compiled yet" in err
    assert "refused.yaml:6:7" in err


def test_compile_without_an_output_folder_is_a_usage_error(folder):
    code, _, err = call("compile", folder / "good.yaml")
    assert code == 2
    assert "--output" in err


def test_compile_into_a_file_or_over_a_foreign_file_is_a_usage_error(folder):
    (folder / "dags").write_text("x")
    code, _, err = call("compile", folder / "good.yaml", "-o", folder / "dags")
    assert (code, err) == (2, f"mistralc: {folder / 'dags'} is no folder: choose another one for the DAG files\n")
    (folder / "flow.py").write_text("x")
    code, _, err = call("compile", folder / "good.yaml", "-o", folder)
    assert code == 2
    assert "flow.py is in the way" in err


def test_compile_where_nothing_may_be_written_is_a_usage_error(folder):
    if os.access("/proc/version", os.W_OK) or not os.path.isdir("/proc"):
        pytest.skip("needs a folder that nobody can write")
    code, _, err = call("compile", folder / "good.yaml", "-o", "/proc/dags")
    assert code == 2
    assert "/proc/dags" in err


# paths, for every command


@pytest.mark.parametrize("command", [["check"], ["compile", "-o", "dags"], ["run"], ["graph"]])
def test_a_path_that_is_not_there_is_a_usage_error(folder, command):
    code, out, err = call(*command, folder / "none.yaml")
    assert (code, out) == (2, "")
    assert err.startswith(f"mistralc: {folder / 'none.yaml'}: ")


@pytest.mark.parametrize("command", [["check"], ["compile", "-o", "dags"], ["run"]])
def test_a_folder_without_workflows_is_a_usage_error(folder, command):
    code, _, err = call(*command, folder / "empty")
    assert code == 2
    assert f"no .yaml, .yml, .json files in {folder / 'empty'}" in err


@pytest.mark.parametrize("command", [["check"], ["compile", "-o", "dags"], ["run"], ["graph"]])
def test_a_file_that_is_no_text_is_a_diagnostic(folder, command):
    code, _, err = call(*command, folder / "binary.yaml")
    assert code == 1
    assert "error[E102]" in err


@pytest.mark.parametrize("command", [["check"], ["compile", "-o", "dags"], ["run"], ["graph"]])
def test_a_file_that_may_not_be_read_is_a_usage_error(folder, command):
    secret = folder / "secret.yaml"
    secret.write_text(GOOD)
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    code, _, err = call(*command, secret)
    assert code == 2
    assert f"{secret}: Permission denied" in err


def test_a_folder_that_may_not_be_read_is_a_usage_error(folder, monkeypatch):
    """Root may read everything, so the system's refusal is made up."""
    locked = folder / "locked"
    locked.mkdir()
    scan = os.scandir

    def refuse(path="."):
        if str(path) == str(locked):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    code, out, err = call("check", folder)
    assert (code, out, err) == (2, "", f"mistralc: {locked}: Permission denied\n")


@pytest.mark.parametrize("command", [[], ["check"], ["compile"], ["run"], ["graph"], ["explain"]])
def test_a_command_without_its_arguments_is_a_usage_error(command):
    assert call(*command)[0] == 2


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "--format", "xml", "x"], ["graph", "x", "y"], ["run", "x", "--timeout", "soon"]]
)
def test_a_misspelt_call_is_a_usage_error(arguments):
    code, _, err = call(*arguments)
    assert code == 2
    assert err


def test_the_version_is_printed():
    code, out, _ = call("--version")
    assert code == 0
    assert out.startswith("mistralc ")


# standard input

OTHER = "services:\n  web: {image: nginx}\n"


def fed(text, *arguments):
    """The same with a text on standard input."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=text, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_check_reads_standard_input_under_the_name_it_is_given(folder):
    code, out, err = fed(FAULTY, "check", "-")
    assert (code, out) == (1, "1 file checked: 1 error\n")
    assert "<stdin>:5:" in err
    code, out, _ = fed(FAULTY, "check", "-", "--stdin-filename", "flows/a.yaml", "--format", "concise")
    assert code == 1
    assert out.startswith("flows/a.yaml:5:")


@pytest.mark.parametrize("command", [["check"], ["compile", "-o", "dags"]])
def test_a_name_for_standard_input_without_it_is_a_usage_error(folder, command):
    code, out, err = call(*command, folder / "good.yaml", "--stdin-filename", "a.yaml")
    assert (code, out, err) == (2, "", "mistralc: --stdin-filename names what stdin holds: give `-` as a path\n")


def test_settings_by_path_hold_for_standard_input(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "mistralc.toml").write_text("per-file-ignores = { 'old/*' = ['E201'] }\n")
    assert fed(FAULTY, "check", "-", "--stdin-filename", "old/a.yaml")[0] == 0
    assert fed(FAULTY, "check", "-", "--stdin-filename", "new/a.yaml")[0] == 1


def test_standard_input_takes_the_place_of_its_file_among_the_others(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "caller.yaml").write_text(definition({"t": {"workflow": "called x=1"}}).replace("flow:", "caller:", 1))
    (tmp_path / "called.yaml").write_text(definition({"t": None}).replace("flow:", "called:", 1))
    assert "W710" in call("check", ".", "--format", "concise")[1]
    mended = definition({"t": None}, input=["x"]).replace("flow:", "called:", 1)
    code, out, _ = fed(mended, "check", "-", ".", "--stdin-filename", "./called.yaml", "--format", "concise")
    assert (code, "W710" in out, "W505" in out) == (0, False, True)


def test_fix_of_standard_input_prints_the_mended_text_alone(folder):
    code, out, err = fed(FAULTY, "check", "-", "--fix")
    assert (code, out) == (0, GOOD)
    assert err == "mended 1 in <stdin>\n1 file checked: no problems\n"
    code, out, _ = fed(GOOD, "check", "-", "--fix", "--format", "json")
    assert (code, out) == (0, GOOD)
    code, out, err = fed(FAULTY, "check", "-", "--diff")
    assert code == 1
    assert "+      action: std.echo" in out


@pytest.mark.parametrize("command", [["graph"], ["plan"], ["report"]])
def test_other_commands_read_standard_input_too(command):
    code, out, _ = fed(GOOD, *command, "-")
    assert code == 0
    assert out


def test_compile_of_standard_input_needs_its_name(folder, monkeypatch):
    monkeypatch.chdir(folder)
    code, _, err = fed(GOOD, "compile", "-", "-o", "dags")
    assert (code, "--stdin-filename" in err) == (2, True)
    assert fed(GOOD, "compile", "-", "-o", "dags", "--stdin-filename", "good.yaml")[0] == 0
    assert call("compile", "good.yaml", "-o", "dags", "--check")[0] == 0
    renamed = GOOD.replace("flow:", "other:")
    assert "removed  dags/flow.py" in fed(renamed, "compile", "-", "-o", "dags", "--stdin-filename", "good.yaml")[1]


# folders with other files


def test_files_of_others_in_a_folder_are_passed_over_and_counted(folder):
    (folder / "compose.yml").write_text(OTHER)
    (folder / "play.yaml").write_text("- hosts: all\n  tasks: []\n")
    (folder / "chart.yaml").write_text("a: {{ .Values.x }}: b\n")
    code, out, _ = call("check", folder)
    assert (code, out.splitlines()[0].split(":")[0]) == (1, "4 files checked")
    assert out.splitlines()[1].startswith("4 files passed over, nothing of Mistral's: ")
    out = call("report", folder)[1]
    assert "4 files passed over, nothing of Mistral's" in out
    assert "4 files passed over" in call("compile", folder, "-o", folder / "dags")[1]


@pytest.mark.parametrize(
    "text",
    [
        OTHER,
        "version: '2'\n" + OTHER,
        "version: '3'\ntasks: {build: {cmds: [make]}}\n",
        "version: 2.1\nworkflows: {build: {jobs: [x]}}\n",
        "name: CI\non: [push]\njobs: {test: {runs-on: ubuntu}}\n",
        "heat_template_version: 2015-04-30\nresources: {a: {type: OS::Nova::Server}}\n",
        "apiVersion: v1\nkind: Service\n---\napiVersion: v1\n",
        '{"name": "x", "dependencies": {}}',
    ],
)
def test_what_is_surely_of_another_program_is_passed_over(folder, text):
    (folder / "other.yaml").write_text(text)
    assert "other.yaml" in call("check", folder)[1].splitlines()[1]


def test_a_file_of_others_that_is_named_is_one_error(folder):
    (folder / "compose.yml").write_text(OTHER)
    code, out, _ = call("check", folder / "compose.yml", "--format", "concise")
    assert code == 1
    assert [line.split()[1] for line in out.splitlines()] == ["E220"]


def test_a_folder_of_others_alone_is_a_usage_error(tmp_path):
    (tmp_path / "compose.yml").write_text(OTHER)
    code, out, err = call("check", tmp_path)
    assert (code, out) == (2, "")
    assert f"no workflows in {tmp_path}; 1 file passed over, nothing of Mistral's: " in err


@pytest.mark.parametrize(
    "text",
    [
        "version: '2.0'\n",
        "version: 2.0\nflow: {}\n",
        "flow: {tasks: {}}\n",
        "flow:\n  tasks:\n   a: {action: std.noop\n",
        "act: {base: std.noop}\n",
        "actions: {act: {base: std.noop}}\n",
        "tasks: {t: {action: std.noop}}\n",
        "name: book\nworkflows: {}\n",
        "verson: '2.0'\nworkflows: {flow: {tasks: {}}}\n",
        '{"flow": {"tasks": {}}, ',
        "",
    ],
)
def test_what_may_be_of_mistral_is_never_passed_over(tmp_path, text):
    (tmp_path / "a.yaml").write_text(text)
    assert call("check", tmp_path)[0] == 1


def test_links_in_a_circle_and_to_nowhere_do_no_harm(folder):
    (folder / "loop").symlink_to(folder)
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    assert call("check", folder)[1].startswith("4 files checked")
    code, _, err = call("check", folder / "gone.yaml")
    assert (code, err) == (2, f"mistralc: {folder / 'gone.yaml'}: no such file or folder\n")


# run: what is refused before anything runs


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--workflow", "other"], "no workflow 'other' here; there is flow"),
        (["--input", "x"], "--input takes KEY=VALUE, not 'x'"),
        (["--input", "=1"], "--input takes KEY=VALUE, not '=1'"),
        (["--env", "x", "--env", "a=1"], "--env takes either entries or one name of a stored environment, not 'x'"),
        (["--env", "{x"], "--env {x is no JSON object"),
        (["--param", "x"], "--param takes KEY=VALUE, not 'x'"),
        (["--input", "__mistral=1"], "__mistral is no input"),
        (["--input-file", "none.json"], "none.json: "),
        (["--input-file", "."], ".: Is a directory"),
    ],
)
def test_run_refuses_what_it_cannot_carry_out(folder, options, message):
    pytest.importorskip("mistral_airflow.flow.record")
    code, out, err = call("run", folder / "good.yaml", *options)
    assert (code, out) == (2, "")
    assert message in err


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"{",
        b"[1]",
        b"just text",
        b"",
        b"1: 2",
        b"x: 2024-02-03",
        b"x: !!binary YQ==",
        b"[" * 5000,
        b"a: *b",
    ],
)
def test_run_refuses_an_input_file_that_holds_no_inputs(folder, content):
    (folder / "input.json").write_bytes(content)
    code, _, err = call("run", folder / "good.yaml", "--input-file", folder / "input.json")
    assert code == 2
    assert "input.json" in err


def test_run_asks_which_of_several_workflows(folder):
    (folder / "two.yaml").write_text(GOOD + "second: {tasks: {t: {action: std.noop}}}\n")
    code, _, err = call("run", folder / "two.yaml")
    assert (code, err) == (2, "mistralc: several workflows: choose one with --workflow: flow, second\n")


def test_run_does_not_choose_the_one_workflow_that_compiles(folder):
    code, _, err = call("run", folder / "refused.yaml")
    assert code == 1
    assert "E906" in err
    (folder / "two.yaml").write_text(REFUSED + "second: {tasks: {t: {action: std.noop}}}\n")
    code, _, err = call("run", folder / "two.yaml")
    assert code == 2
    assert "flow, second" in err


def test_run_of_a_workflow_that_does_not_compile_says_why(folder):
    code, out, err = call("run", folder / "refused.yaml", "--workflow", "flow")
    assert (code, out) == (1, "")
    assert "E906" in err


# graph and explain


def test_graph_of_an_unknown_workflow_is_a_usage_error(folder):
    code, _, err = call("graph", folder / "good.yaml", "--workflow", "x")
    assert (code, err) == (2, f"mistralc: no workflow 'x' in {folder / 'good.yaml'}; there is flow\n")


def test_graph_of_a_faulty_file_shows_the_fault(folder):
    code, out, err = call("graph", folder / "faulty.yaml")
    assert (code, out) == (1, "")
    assert "error[E201]" in err


def test_explain_shows_the_rule_with_its_examples():
    code, out, _ = call("explain", "e301")
    assert code == 0
    assert out.startswith("# E301: a transition leads to a task that does not exist\n")
    assert "\nFaulty:\n\n    version: '2.0'\n" in out
    assert "\nMended:\n" in out


def test_explain_of_every_rule_can_be_printed():
    from mistralc.rules import all_rules

    for rule in all_rules():
        code, out, _ = call("explain", rule.code)
        assert code == 0
        assert all(len(line) <= 100 and line.isprintable() for line in out.splitlines()), rule.code


@pytest.mark.parametrize(
    ("code", "near"), [("E30l", "did you mean 'E301'?"), ("nonsense", "the codes are E101, "), ("", "the codes are")]
)
def test_explain_of_an_unknown_code_names_the_nearest(code, near):
    exit_code, out, err = call("explain", code)
    assert (exit_code, out) == (2, "")
    assert near in err


# anything else

WORDS = [
    "check",
    "compile",
    "run",
    "graph",
    "explain",
    "-o",
    "--output",
    "--check",
    "--format",
    "json",
    "dot",
    "--workflow",
    "-w",
    "--input",
    "-i",
    "a=1",
    "--input-file",
    "--env",
    "--param",
    "--timeout",
    "0",
    "--help",
    "--",
    "-",
    "E301",
    "é",
    "good.yaml",
    "faulty.yaml",
    "binary.yaml",
    "refused.yaml",
    "empty",
    ".",
    "dags",
    "none",
]
WORD = st.sampled_from([*WORDS, "", "\0", "\udcff", "x" * 300])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORD, max_size=6))
def test_no_call_ends_in_a_traceback(folder, monkeypatch, words):
    monkeypatch.chdir(folder)
    if {"good.yaml", "."} & set(words):
        words = [word for word in words if word != "run"]  # it would really run
    assert call(*words)[0] in (0, 1, 2)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"\xff", b"%", b"&a [*a]", b"{" * 4000, b"- " * 4000, b"version: '2.0'\nf: 1", b"\xef\xbb\xbfx: y"],
)
@pytest.mark.parametrize("command", [["check"], ["compile", "-o", "dags"], ["graph"], ["graph", "--format", "dot"]])
def test_no_file_ends_in_a_traceback(folder, monkeypatch, command, content):
    monkeypatch.chdir(folder)
    (folder / "some.yaml").write_bytes(content)
    assert call(*command, "some.yaml")[0] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not have such file names")
def test_a_file_name_that_is_no_utf_8_can_be_told(tmp_path):
    import subprocess

    path = os.fsencode(tmp_path) + b"/\xff.yaml"
    with open(path, "wb") as file:
        file.write(FAULTY.encode())
    done = subprocess.run([sys.executable, "-m", "mistralc", "check", path], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"error[E201]" in done.stderr
    assert b"Traceback" not in done.stderr
