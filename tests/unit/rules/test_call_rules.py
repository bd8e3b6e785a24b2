"""Rules on calls: names across files, arguments from several places, no second message about one fault."""

from mistralc import rules
from mistralc.model import load_text

SEND = (
    "version: '2.0'\nname: mail\nworkflows:\n  send:\n    input: [text, {to: all}]\n"
    "    tasks: {t: {action: std.noop}}\n"
)


def found(*texts):
    """What is said about the first of some files that are checked together."""
    read = [load_text(text, f"f{n}")[0] for n, text in enumerate(texts)]
    project = rules.Project(read)
    return [(d.code, d.span.line) for d in rules.check(read[0], project) if d.code[1] in "78"]


def task(*lines):
    return "version: '2.0'\nwf:\n  tasks:\n    t:\n" + "".join(f"      {line}\n" for line in lines)


def test_a_workflow_of_another_file_is_found():
    call = task("workflow: mail.send", "input: {text: hi}")
    assert found(call) == [("W708", 5)]
    assert found(call, SEND) == []


def test_inputs_of_a_workflow_of_another_file():
    assert found(task("workflow: mail.send", "input: {to: me}"), SEND) == [("W709", 5)]
    assert found(task("workflow: mail.send", "input: {text: hi, colour: red}"), SEND) == [("W710", 6)]


def test_a_misspelt_argument_is_not_missing_as_well():
    assert found(task("workflow: mail.send", "input: {txet: hi}"), SEND) == [("W710", 6)]
    assert found(task("action: std.echo", "input: {otput: hi}")) == [("W704", 6)]


def test_a_dropped_parameter_is_not_missing_as_well():
    assert found(task("action: std.echo output=hello")) == []


def test_an_input_that_is_an_expression_may_hold_everything():
    assert found(task("action: std.echo", "input: <% env() %>")) == []


def test_what_a_run_takes_beside_its_input():
    assert found(task("workflow: mail.send", "input: {text: hi, task_name: t, env: {}}"), SEND) == []


def test_a_task_with_a_fault_of_shape_has_no_missing_arguments():
    assert found(task("action: std.echo", "inptu: {output: hi}")) == []


def test_an_ad_hoc_action_hides_one_of_mistral():
    book = (
        "version: '2.0'\nname: b\nactions:\n  std.echo: {base: std.noop}\n"
        "workflows:\n  w:\n    tasks: {t: {action: std.echo}}\n"
    )
    assert found(book) == []


def test_arguments_of_a_base():
    actions = "version: '2.0'\na:\n  base: std.echo\n  base-input: {output: <% $.x %>, speed: 1}\n  input: [x]\n"
    assert found(actions) == [("W704", 4)]


def test_an_argument_that_is_evaluated_has_no_known_type():
    assert found(task("action: std.http", "input: {url: http://x, headers: <% env().h %>}")) == []
    assert found(task("action: std.http", "input: {url: http://x, headers: plain}")) == [("W706", 6)]


def test_a_zero_that_overrides_the_defaults_has_an_effect():
    defaults = "version: '2.0'\nwf:\n  task-defaults: {timeout: 5}\n  tasks: {t: {action: std.noop, timeout: 0}}\n"
    assert found(defaults) == []
    assert found(task("action: std.noop", "timeout: 0")) == [("W801", 6)]


def test_an_action_that_is_called_by_an_expression_may_be_any():
    book = "version: '2.0'\nname: b\nactions:\n  a: {base: std.noop}\nworkflows:\n  w:\n    tasks:\n      t:\n"
    assert found(book + "        action: std.noop\n") == [("I713", 4)]
    assert found(book + "        action: <% env().a %>\n") == []
