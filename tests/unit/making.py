"""Workflows, graphs and compilations from short texts."""

from pathlib import Path

import yaml

from mistralc.analysis.graph import Graph
from mistralc.compilation import Sources
from mistralc.model import load_text
from mistralc.source import load


class _Plain(yaml.SafeDumper):
    """Without anchors, which do not exist for Mistral."""

    def ignore_aliases(self, data):
        return True


def definition(tasks, **parts):
    """The text of a file with one workflow `flow`; a task is a dict, or None for std.noop."""
    written = {name: task or {"action": "std.noop"} for name, task in tasks.items()}
    whole = {"version": "2.0", "flow": {**parts, "tasks": written}}
    return yaml.dump(whole, Dumper=_Plain, sort_keys=False, allow_unicode=True)


def workflow(text):
    definitions, found = load_text(text, "flow.yaml")
    assert not [d for d in found if d.code[0] == "E"], found
    return definitions.workflows[0]


def graph(tasks, **parts):
    return Graph(workflow(definition(tasks, **parts)))


def compiled(*texts, map_items=False):
    """The compilation of several files, file0.yaml, file1.yaml …"""
    sources = Sources()
    for index, text in enumerate(texts):
        sources.add(load(text, f"file{index}.yaml"), Path(f"file{index}.yaml"))
    return sources.compile(map_items=map_items)


def dag_text(text):
    """The one DAG file a text compiles to."""
    result = compiled(text)
    assert not result.failed, result.diagnostics
    (output,) = result.outputs
    return output.text
