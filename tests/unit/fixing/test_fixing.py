"""What `--fix` makes of a text: the edits and nothing else, checked again."""

from pathlib import Path

import pytest

from mistralc.compilation import Sources
from mistralc.diagnostics import Applicability, Diagnostic, Edit, Fix, Span
from mistralc.fixing import apply, choose, fix
from mistralc.source import Document, load

HEAD = "version: '2.0'\nflow:  # the flow\n  tasks:\n"


def check(document):
    sources = Sources()
    sources.add(document, Path(document.name))
    return sources.check().diagnostics


def mended(text):
    """The text after --fix, and the codes that are left."""
    document = load(text, "a.yaml")
    fixed = fix(document, check(document), check)
    return fixed.after, [found.code for found in check(load(fixed.after, "a.yaml"))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + "    a:\n      acton:  std.noop  # why\n", HEAD + "    a:\n      action:  std.noop  # why\n"),
        (
            HEAD + "    a: {action: std.noop, on-success: 'bb_task'}\n    b_task: {action: std.noop}\n",
            HEAD + "    a: {action: std.noop, on-success: 'b_task'}\n    b_task: {action: std.noop}\n",
        ),
        (
            "# mine\nflow: {tasks: {a: {action: std.noop}}}\n",
            "# mine\nversion: '2.0'\nflow: {tasks: {a: {action: std.noop}}}\n",
        ),
        (
            "version:\u00a0'2.0'\r\nflow:\r\n\u00a0 tasks: {a: {action: std.noop}}\r\n",
            "version: '2.0'\r\nflow:\r\n  tasks: {a: {action: std.noop}}\r\n",
        ),
        (
            HEAD + '    a: {action: std.noop, timeout: "3"}\n',
            HEAD + "    a: {action: std.noop, timeout: 3}\n",
        ),
        (
            HEAD
            + "    a:\n      on-success:\n        - b: <% true %>\n          fail: <% false %>\n    b: {join: one}\n",
            HEAD
            + "    a:\n      on-success:\n        - b: <% true %>\n        - fail: <% false %>\n    b: {join: one}\n",
        ),
        (
            HEAD + "    a: {action: std.noop}  # mistralc: ignore[E301]\n",
            HEAD + "    a: {action: std.noop}\n",
        ),
        (
            HEAD + "    # mistralc: ignore[W217, E201, W4]\n    a: {acton: std.noop}\n",
            HEAD + "    # mistralc: ignore[E201]\n    a: {acton: std.noop}\n",
        ),
        (
            "# mistralc: ignore-file[W4]\n" + HEAD + "    a: {action: std.noop}\n",
            HEAD + "    a: {action: std.noop}\n",
        ),
        (
            HEAD + "    a:\n      action: std.noop  # one\n      action: std.noop\n",
            HEAD + "    a:\n      action: std.noop\n",
        ),
        (
            "version: '2.0'\nflow:\n  tags:\n    - x  # first\n    - y\n    - x\n    # end\n"
            "  tasks: {a: {action: std.noop}}\n",
            "version: '2.0'\nflow:\n  tags:\n    - x  # first\n    - y\n    # end\n  tasks: {a: {action: std.noop}}\n",
        ),
        (
            "version: '2.0'\nflow:\n  tags: [x, x, 'y']\n  tasks: {a: {action: std.noop}}\n",
            "version: '2.0'\nflow:\n  tags: [x, 'y']\n  tasks: {a: {action: std.noop}}\n",
        ),
        (
            "version: '2.0'\nflow:\n  input:\n    - x: 1\n    - y\n    - x: 1\n  output: {x: <% $.x %>, y: <% $.y %>}\n"
            "  tasks: {a: {action: std.noop}}\n",
            "version: '2.0'\nflow:\n  input:\n    - x: 1\n    - y\n  output: {x: <% $.x %>, y: <% $.y %>}\n"
            "  tasks: {a: {action: std.noop}}\n",
        ),
        (
            '{"flow": {"tasks": {"a": {"action": "std.noop"}}}}',
            '{"version": "2.0", "flow": {"tasks": {"a": {"action": "std.noop"}}}}',
        ),
        (
            HEAD + "    a: {action: ' std.noop'}\n",
            HEAD + "    a: {action: 'std.noop'}\n",
        ),
        (
            "version: '2.0'\nflow:\n\ttasks:\n\t\ta:\t# why\n\t\t\taction:\tstd.noop\n",
            "version: '2.0'\nflow:\n  tasks:\n    a: # why\n      action: std.noop\n",
        ),
        (
            HEAD + "    a:\n      action:\tstd.noop\n",
            HEAD + "    a:\n      action: std.noop\n",
        ),
        (
            HEAD + "    a: {action: std.noop}\n  description: 2024-13-45\n",
            HEAD + "    a: {action: std.noop}\n  description: '2024-13-45'\n",
        ),
        (
            HEAD + "    a: {action: std.noop, retry: 'cout=3 delay=5'}\n",
            HEAD + "    a: {action: std.noop, retry: 'count=3 delay=5'}\n",
        ),
        (
            "version: '3.0'  # ours\nflow: {tasks: {a: {action: std.noop}}}\n",
            "version: '2.0'  # ours\nflow: {tasks: {a: {action: std.noop}}}\n",
        ),
        (
            HEAD + "    a:\n      action: std.noop\n      on-success:\n        - succeed: <% 1==2 %>\n        - fail: "
            "<% env().a && (env().b OR true) %>\n",
            HEAD + "    a:\n      action: std.noop\n      on-success:\n        - succeed: <% 1 = 2 %>\n        - fail: "
            "<% env().a && (env().b OR true) %>\n",
        ),
        (
            "version: '2.0'\nflow: {type: drect, tasks: {a: {action: std.noop}}}\n",
            "version: '2.0'\nflow: {type: direct, tasks: {a: {action: std.noop}}}\n",
        ),
        (
            "version: '2.0'\nyes:\n  tasks: {a: {action: std.noop}}\n",
            "version: '2.0'\n'yes':\n  tasks: {a: {action: std.noop}}\n",
        ),
    ],
)
def test_what_is_certain_is_mended_and_all_else_left_as_it_is(before, after):
    text, left = mended(before)
    assert text == after
    assert [code for code in left if code.startswith("E")] == (["E601"] if "&&" in after else [])


def test_a_fault_behind_a_fault_is_mended_too():
    text, left = mended("version:\u00a0'2.0'\nflow:\n  tasks:\n    a: {acton: std.noop}\n")
    assert left == []
    assert "\u00a0" not in text
    assert "action: std.noop" in text


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "    a: {action: std.echo output=hello}\n",
        HEAD + "    a:\n      action: std.noop\n      action: std.fail\n",
        "version: '2.0'\nflow:\n  input: [x, x: 1]\n  output: {x: <% $.x %>}\n  tasks: {a: {action: std.noop}}\n",
        HEAD + "    a:\n      action: std.echo output=a\tb\n",
        "version: '2.0'\nflow:\n  tasks:\n\ta:\n\t  action: std.noop\n",
        "version: '2.0'\nflow:\n\tdescription: |\n\t\tfirst\n\t\t\tsecond\n\ttasks: {a: {action: std.noop}}\n",
        HEAD + "    a: {action: std.noop}\n  description: !person Anna\n",
        "Workflow:\n  tasks: {a: {action: std.noop, parameters: {b: 1}}}\n",  # the language before '2.0'
    ],
)
def test_what_is_not_certain_is_left(text):
    assert mended(text)[0] == text


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("W608", "a: {action: std.echo output='<% $.x'}\n", "a: {action: std.echo output='<% $.x %>'}\n"),
        ("W608", "a:\n      publish:\n        y: <% env().x\n", "a:\n      publish:\n        y: <% env().x %>\n"),
        ("W801", "a:\n      action: std.noop\n      concurrency: 2  # x\n", "a:\n      action: std.noop\n"),
        ("W801", "a: {action: std.noop, timeout: 0, join: 0}\n", "a: {action: std.noop, join: 0}\n"),
        (
            "W410",
            "a: {on-success: b}\n    b:\n      join: all\n      action: std.noop\n",
            "a: {on-success: b}\n    b:\n      action: std.noop\n",
        ),
        ("W217", "a: {action: std.echo output=hello}\n", 'a: {action: std.echo output="hello"}\n'),
        (
            "E601",
            "a: {action: std.noop, publish: {x: <% 1 && (2 || 3 %>}}\n",
            "a: {action: std.noop, publish: {x: <% 1 and (2 || 3 %>}}\n",
        ),
    ],
)
def test_what_is_likely_is_offered_and_not_made(code, before, after):
    document = load(HEAD + "    " + before, "a.yaml")
    found = next(found for found in check(document) if found.code == code)
    assert found.fix.applicability is Applicability.MAYBE_INCORRECT
    assert apply(document, found.fix.edits) == HEAD + "    " + after
    assert fix(document, [found], check).count == 0


def edit(start, end, text, sure=True):
    kind = Applicability.MACHINE_APPLICABLE if sure else Applicability.MAYBE_INCORRECT
    place = Span("a.yaml", 1, start, 1, end)
    return Diagnostic("E201", "m", place, "h", fix=Fix((Edit(place, text),), kind))


def test_of_edits_that_meet_the_first_is_made_and_none_that_is_not_certain():
    document = Document("a.yaml", "abcdef")
    found = [edit(1, 3, "X"), edit(2, 4, "Y"), edit(5, 6, "Z", sure=False), edit(6, 6, "_"), edit(7, 7, "!")]
    edits = [one for chosen in choose(document, found) for one in chosen]
    assert apply(document, edits) == "Xcde_f!"


def test_a_round_that_makes_things_worse_is_not_kept():
    document = load("version: '2.0'\n", "a.yaml")
    fixed = fix(document, [edit(1, 8, "x")], lambda _: [edit(1, 1, ""), edit(1, 1, "")])
    assert (fixed.after, fixed.count) == (document.text, 0)


def test_the_difference_is_in_the_unified_form():
    document = load("version: '2.0'\nflow: {tasks: {a: {acton: std.noop}}}", "a.yaml")
    fixed = fix(document, check(document), check)
    assert fixed.diff() == (
        "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n version: '2.0'\n"
        "-flow: {tasks: {a: {acton: std.noop}}}\n\\ No newline at end of file\n"
        "+flow: {tasks: {a: {action: std.noop}}}\n\\ No newline at end of file\n"
    )
