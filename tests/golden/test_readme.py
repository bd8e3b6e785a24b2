"""The workflow that the README shows and the DAG below it are what the compiler makes of it today."""

import re
from pathlib import Path

from mistralc.compilation import Sources
from mistralc.source import load

README = Path(__file__).parents[2] / "README.md"


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_dag_of_the_readme_is_fresh():
    sources = Sources()
    sources.add(load(block("yaml"), "hello.yaml"), Path("hello.yaml"))
    (output,) = sources.compile().outputs
    assert output.text.endswith('"""\n\n' + block("python"))
