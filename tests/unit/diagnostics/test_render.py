from mistralc.diagnostics import (
    Applicability,
    Diagnostic,
    DiagnosticSet,
    Edit,
    Fix,
    Label,
    Remedy,
    Span,
    as_object,
    diagnose,
    insert,
    render,
    respell,
)
from mistralc.diagnostics.render import MAX_LINES
from mistralc.source import Document

TEXT = "tasks:\n  a:\n    on-sucess: b\n  b: {}"
SOURCES = {"w.yaml": Document("w.yaml", TEXT)}
SPAN = Span("w.yaml", 3, 5, 3, 14)
HERE = Label(Span("w.yaml", 4, 3, 4, 4), "here")


def test_an_excerpt_with_a_caret_under_the_fault():
    shown = render(Diagnostic("E201", "unknown key 'on-sucess'", SPAN, "did you mean 'on-success'?"), SOURCES)
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
    assert "4 |   b: {}\n  |   - defined here" in render(Diagnostic("E301", "m", SPAN, related=(label,)), SOURCES)


def test_labels_stand_in_the_order_of_the_source_and_share_their_line():
    labels = (HERE, Label(Span("w.yaml", 1, 1, 1, 6), "of these"), Label(Span("w.yaml", 3, 16, 3, 17), "leads there"))
    assert render(Diagnostic("E301", "m", SPAN, "h", related=labels), SOURCES).splitlines()[2:] == [
        "  |",
        "1 | tasks:",
        "  | ----- of these",
        "...",
        "3 |     on-sucess: b",
        "  |     ^^^^^^^^^",
        "  |                - leads there",
        "4 |   b: {}",
        "  |   - here",
        "  = help: h",
    ]


def test_a_label_in_another_file_names_it():
    sources = {**SOURCES, "v.yaml": Document("v.yaml", "name: b")}
    label = Label(Span("v.yaml", 1, 7, 1, 8), "defined here")
    shown = render(Diagnostic("E310", "m", SPAN, related=(label,)), sources)
    assert shown.endswith(" ::: v.yaml:1:7\n  |\n1 | name: b\n  |       - defined here")


def test_a_misspelt_name_is_machine_applicable_only_when_it_is_certain_and_alone():
    assert respell("jion", SPAN, ["join"], otherwise="o", certain=True) == Remedy(
        "did you mean 'join'?", Fix((Edit(SPAN, "join"),), Applicability.MACHINE_APPLICABLE)
    )
    for remedy in (
        respell("jion", SPAN, ["join"], otherwise="o"),
        respell("jion", SPAN, ["join"], ["jiona"], otherwise="o", certain=True),
    ):
        assert remedy.fix == Fix((Edit(SPAN, "join"),), Applicability.MAYBE_INCORRECT)
    assert respell("xyz", SPAN, ["join"], otherwise="o") == Remedy("o")


def test_never_more_than_twelve_lines_and_the_help_is_always_there():
    labels = tuple(Label(SPAN, f"place {n}") for n in range(50))
    shown = render(Diagnostic("E301", "m " * 5000, SPAN, "do this", ("note",) * 50, labels), SOURCES)
    assert len(shown.splitlines()) <= MAX_LINES
    assert shown.endswith("help: do this")


def test_a_very_long_line_is_cut_around_the_fault():
    line = "x" * 5000 + "FAULT" + "y" * 5000
    shown = render(Diagnostic("E101", "m", Span("w", 1, 5001, 1, 5006)), {"w": Document("w", line)})
    excerpt, marker = shown.splitlines()[3:5]
    assert len(excerpt) < 180
    assert excerpt[marker.index("^") :].startswith("FAULT")


def test_tabs_and_wide_places_keep_the_caret_in_line():
    shown = render(Diagnostic("E103", "m", Span("w", 1, 3, 1, 4)), {"w": Document("w", "\t\tx")})
    assert shown.splitlines()[-1] == "  | \t\t^"


def test_a_place_outside_the_file_is_named_and_not_shown():
    assert (
        render(Diagnostic("E101", "m", Span("w", 9, 1, 9, 2)), {"w": Document("w", "x")})
        == "error[E101]: m\n --> w:9:1"
    )


def test_colour_changes_nothing_but_colour():
    import re

    diagnostic = Diagnostic("W105", "m", SPAN, "h", ("n",))
    coloured = render(diagnostic, SOURCES, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render(diagnostic, SOURCES)


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
        "notes": [],
        "related": [],
        "fix": None,
    }


def test_the_json_object_has_the_labels_and_the_edits():
    diagnostic = diagnose("E201", "m", SPAN, Remedy("h", insert(1, 2, "w.yaml", "x", sure=True)), ("n",), (HERE,))
    shown = as_object(diagnostic)
    place = {"file": "w.yaml", "line": 1, "column": 2, "end_line": 1, "end_column": 2}
    assert shown["fix"] == {"applicability": "machine-applicable", "edits": [{**place, "text": "x"}]}
    assert shown["notes"] == ["n"]
    assert shown["related"][0]["message"] == "here"
    assert shown["related"][0]["line"] == 4


def test_a_set_keeps_each_fault_once_in_source_order():
    late, early = Diagnostic("E201", "m", SPAN), Diagnostic("W105", "m", Span("w.yaml", 1, 1, 1, 2))
    collected = DiagnosticSet([late, early, late])
    assert list(collected) == [early, late]
    assert collected.has_errors
