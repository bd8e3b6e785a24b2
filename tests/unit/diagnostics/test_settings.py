"""What a site sets, and what it is told about settings that cannot be used."""

from dataclasses import replace

import pytest

from mistralc.diagnostics import Diagnostic, Span
from mistralc.settings import Settings, SettingsError, find_settings

FOUND = Diagnostic("W217", "m", Span("legacy/a.yaml", 1, 1, 1, 2))


def written(folder, text, name="mistralc.toml"):
    (folder / name).write_text(text)
    return find_settings(folder)


def test_nothing_is_set_where_there_is_no_file(tmp_path):
    assert find_settings(tmp_path) == Settings()


def test_settings_are_found_upwards_and_a_pyproject_without_any_is_passed(tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.mistralc]\nstrict = true\n")
    (below / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find_settings(below) == Settings(strict=True, folder=tmp_path)


def test_codes_and_beginnings_of_codes_are_ignored(tmp_path):
    assert written(tmp_path, "ignore = ['W217']").ignores(FOUND)
    assert written(tmp_path, "ignore = ['W2']").ignores(FOUND)
    assert not written(tmp_path, "ignore = ['E2']").ignores(FOUND)


def test_codes_are_ignored_in_files_by_pattern(tmp_path):
    settings = written(tmp_path, "[per-file-ignores]\n'legacy/*' = ['W217']\n")
    for name, ignored in (("legacy/a.yaml", True), ("legacy/b/c.yaml", True), ("new/a.yaml", False)):
        place = replace(FOUND.span, file=str(tmp_path / name))
        assert settings.ignores(replace(FOUND, span=place)) is ignored


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ignroe = []", "unknown key 'ignroe'; did you mean 'ignore'?"),
        ("level = 3", "the keys are ignore, strict, per-file-ignores"),
        ("ignore = 'W217'", "'ignore' is a list of codes"),
        ("ignore = ['W999']", "there is no diagnostic 'W999'"),
        ("strict = 1", "'strict' is true or false"),
        ("per-file-ignores = []", "'per-file-ignores' is a table"),
        ("ignore = [", "mistralc.toml: "),
    ],
)
def test_what_cannot_be_used_is_said_with_the_file(tmp_path, text, message):
    with pytest.raises(SettingsError) as error:
        written(tmp_path, text)
    assert message in str(error.value)
    assert "mistralc.toml" in str(error.value)
