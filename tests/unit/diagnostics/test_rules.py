"""Every rule proves itself: its failing example breaks it, its mended example breaks nothing."""

from pathlib import Path

import pytest

from mistralc import rules
from mistralc.compilation import Sources
from mistralc.diagnostics import Severity
from mistralc.model import load_text
from mistralc.source import load
from tests.unit.making import compiled

RULES = rules.all_rules()
REFUSALS = [rule for rule in RULES if rule.check and ".not_yet." in rule.check.__module__]


def diagnostics(text, rule=None):
    sources = Sources()
    sources.add(load(text, "example.yaml"), Path("example.yaml"))
    found = sources.check().diagnostics
    definitions, _ = load_text(text, "example.yaml")
    return found + (rules.refusals(definitions) if rule in REFUSALS else [])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_failing_example_breaks_the_rule_and_only_it(rule):
    assert {found.code for found in diagnostics(rule.bad, rule)} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_mended_example_is_clean(rule):
    assert diagnostics(rule.good, rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_diagnostic_says_what_to_change(rule):
    assert all(found.help for found in diagnostics(rule.bad, rule))


@pytest.mark.parametrize("rule", REFUSALS, ids=lambda rule: rule.code)
def test_what_is_not_compiled_yet_is_no_fault_of_a_file(rule):
    assert diagnostics(rule.bad) == []


def test_codes_are_unique_by_number():
    numbers = [rule.code[1:] for rule in RULES]
    assert len(numbers) == len(set(numbers))


def test_a_rule_is_found_by_its_code_in_either_case():
    assert rules.find("e301") is rules.find("E301") is not None
    assert rules.find("E000") is None


def test_the_letter_of_a_code_is_its_severity():
    letters = {found.code[0]: found.severity for rule in RULES for found in diagnostics(rule.bad)}
    assert letters == {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.NOTE}


def test_what_fails_at_run_time_alone_is_a_warning_and_is_compiled():
    rule = rules.find("W501")
    found = diagnostics(rule.bad)
    assert [d.severity for d in found] == [Severity.WARNING]
    result = compiled(rule.bad.replace("nova.servers_create_image", "std.echo"))
    assert result.outputs
    assert not result.failed


def test_the_message_of_a_command_is_no_condition():
    text = (
        rules.find("W653").good
        + "    tell:\n      action: std.noop\n      on-success:\n        - fail msg='it is <% 1 %>'\n"
    )
    assert "W653" not in [found.code for found in diagnostics(text)]
