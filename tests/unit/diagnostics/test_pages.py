"""docs/rules/ is what the rules say. Regenerate with MISTRALC_REGENERATE=1 and read the difference."""

import os
from pathlib import Path

from mistralc.rules import all_rules
from mistralc.rules.pages import index, page

FOLDER = Path(__file__).parents[3] / "docs" / "rules"


def expected():
    return {f"{rule.code}.md": page(rule) for rule in all_rules()} | {"README.md": index()}


def test_the_pages_are_fresh_and_none_is_left_over():
    wanted = expected()
    if os.environ.get("MISTRALC_REGENERATE") and not os.environ.get("CI"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.iterdir():
            old.unlink()
        for name, text in wanted.items():
            (FOLDER / name).write_text(text)
    found = {path.name: path.read_text() for path in FOLDER.iterdir()}
    assert found == wanted


def test_every_page_shows_the_diagnostic_of_its_example():
    silent = [name for name, text in expected().items() if name != "README.md" and "mistralc says:" not in text]
    assert silent == ["W191.md", "W192.md"]  # said when the comments of a file are read, after all rules
