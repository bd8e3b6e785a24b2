"""YAML as Mistral's functions write and read it (the rules of its safe_yaml)."""

from __future__ import annotations

from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Loader(yaml.SafeLoader):
    """Anchors and aliases are plain text: an alias could be expanded without bound, and ``@`` may start a word."""

    def fetch_alias(self) -> None:
        self.fetch_plain()

    def fetch_anchor(self) -> None:
        self.fetch_plain()

    def check_plain(self) -> bool:
        return self.peek() == "@" or bool(super().check_plain())


def yaml_dump(data: Any) -> str:
    """YAML text in block style. Raises yaml.YAMLError for objects YAML has no plain form of."""
    return yaml.dump(data, Dumper=_Dumper, default_flow_style=False)


def yaml_parse(text: str) -> Any:
    """The data of a YAML text. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_Loader)


def represent_as_dict(kind: type[Any]) -> None:
    """Let yaml_dump write a mapping type of the yaql library as a mapping (Mistral does)."""
    _Dumper.add_representer(kind, lambda dumper, data: dumper.represent_dict(data))
