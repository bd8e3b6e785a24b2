"""What the tasks of a reverse workflow require."""

from mistralc.analysis.requirements import Requirements
from tests.unit.making import definition, workflow


def requirements(tasks, **parts):
    return Requirements(workflow(definition(tasks, type="reverse", **parts)))


def test_a_task_requires_its_own_and_those_of_task_defaults_but_never_itself():
    found = requirements({"a": {"requires": ["b", "a"]}, "b": None}, **{"task-defaults": {"requires": ["b"]}})
    assert found.of("a") == ("b",)
    assert found.of("b") == ()
    assert found.requiring("b") == ("a",)


def test_circles_and_what_requires_them_never_start():
    found = requirements({
        "a": None, "b": {"requires": "a"}, "x": {"requires": ["y", "a"]}, "y": {"requires": "x"},
        "c": {"requires": ["b", "y"]},
    })  # fmt: skip
    assert found.never_start == {"x", "y", "c"}
