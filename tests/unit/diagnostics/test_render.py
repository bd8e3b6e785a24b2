from mistralc.diagnostics import Diagnostic, DiagnosticSet, Label, Span, as_object, render
from mistralc.diagnostics.render import MAX_LINES

LINES = ["tasks:", "  a:", "    on-sucess: b", "  b: {}"]
SPAN = Span("w.yaml", 3, 5, 3, 14)


def test_an_excerpt_with_a_caret_under_the_fault():
    shown = render(Diagnostic("E201", "unknown key 'on-sucess'", SPAN, "did you mean 'on-success'?"), LINES)
    assert shown == (
        "error[E201]: unknown key 'on-sucess'\n"
        " --> w.yaml:3:5\n"
        "  |\n"
        "3 |     on-sucess: b\n"
        "  |     ^^^^^^^^^\n"
        "  = help: did you mean 'on-success'?"
    )


def test_related_places_are_labelled():
    label = Label(Span("w.yaml", 4, 3, 4, 4), "defined here")
    assert "4 |   b: {}\n  |   - defined here" in render(Diagnostic("E301", "m", SPAN, related=(label,)), LINES)


def test_never_more_than_twelve_lines_and_the_help_is_always_there():
    labels = tuple(Label(SPAN, f"place {n}") for n in range(50))
    shown = render(Diagnostic("E301", "m " * 5000, SPAN, "do this", ("note",) * 50, labels), LINES)
    assert len(shown.splitlines()) <= MAX_LINES
    assert shown.endswith("help: do this")


def test_a_very_long_line_is_cut_around_the_fault():
    line = "x" * 5000 + "FAULT" + "y" * 5000
    shown = render(Diagnostic("E101", "m", Span("w", 1, 5001, 1, 5006)), [line])
    excerpt, marker = shown.splitlines()[3:5]
    assert len(excerpt) < 180
    assert excerpt[marker.index("^") :].startswith("FAULT")


def test_tabs_and_wide_places_keep_the_caret_in_line():
    shown = render(Diagnostic("E103", "m", Span("w", 1, 3, 1, 4)), ["\t\tx"])
    assert shown.splitlines()[-1] == "  | \t\t^"


def test_a_place_outside_the_file_is_named_and_not_shown():
    assert render(Diagnostic("E101", "m", Span("w", 9, 1, 9, 2)), ["x"]) == "error[E101]: m\n --> w:9:1"


def test_colour_changes_nothing_but_colour():
    import re

    diagnostic = Diagnostic("W105", "m", SPAN, "h", ("n",))
    coloured = render(diagnostic, LINES, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render(diagnostic, LINES)


def test_the_json_object_has_exactly_the_promised_keys():
    assert as_object(Diagnostic("W105", "m", SPAN)) == {
        "code": "W105",
        "severity": "warning",
        "message": "m",
        "file": "w.yaml",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 14,
        "help": None,
    }


def test_a_set_keeps_each_fault_once_in_source_order():
    late, early = Diagnostic("E201", "m", SPAN), Diagnostic("W105", "m", Span("w.yaml", 1, 1, 1, 2))
    collected = DiagnosticSet([late, early, late])
    assert list(collected) == [early, late]
    assert collected.has_errors
